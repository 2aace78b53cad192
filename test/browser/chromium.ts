import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of the machine: MOODLIGHT_CHROMIUM, or one of the usual places. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['MOODLIGHT_CHROMIUM'] ?? PLACES.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('No Chromium found: install it, or name it in MOODLIGHT_CHROMIUM.')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

export interface Watched {
  readonly page: Page
  /** Errors of the page and its console; requests to anywhere but the product. */
  readonly complaints: string[]
  close(): Promise<void>
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  before: (page: Page) => Promise<unknown> = async () => {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const own = new URL(url).origin
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== own && protocol !== 'data:') complaints.push(`foreign request: ${request.url()}`)
  })
  await before(page)
  await page.goto(url)
  return { page, complaints, close: () => context.close() }
}

/** Contrast of two CSS colours as WCAG 2 defines it, both as `rgb(r, g, b)`. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const share = Number(part) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
