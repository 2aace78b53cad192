import { out } from '../cli/terminal.ts'
import type { ClusterChoice } from './read.ts'

export async function checkOnly(_choice: ClusterChoice): Promise<void> {
  out('')
}
