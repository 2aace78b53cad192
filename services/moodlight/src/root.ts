import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout that this program runs from. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Where sample data lives unless --data says otherwise. */
export const DEMO_FOLDER = join(ROOT, 'data', 'demo')

/** The built page. */
export const PAGE_FOLDER = join(ROOT, 'services', 'dashboard', 'dist')

export const VERSION = '0.1.0'
