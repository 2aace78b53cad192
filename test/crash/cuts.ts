import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '@moodlight/demo'

export interface Crashed {
  readonly file: string
  /** Size of the WAL after the n-th acknowledgement. */
  readonly sizes: readonly number[]
}

/** Runs a program that acknowledges records and ends as by a crash. */
export function crash(program: string, file: string, count: number): Crashed {
  const { stdout, signal } = spawnSync(process.execPath, [program, file, String(count), 'full'], { encoding: 'utf8' })
  const sizes = [...stdout.matchAll(/^ack (\d+) (\d+)$/gm)].map(([, , size]) => Number(size))
  if (signal !== 'SIGKILL' || sizes.length !== count)
    throw new Error(`the program ended otherwise: ${signal}, ${sizes.length} acknowledgements`)
  if (sizes.some((size, n) => n > 0 && size < (sizes[n - 1] as number)))
    throw new Error('the WAL was folded into the file on the way: write fewer records')
  return { file, sizes }
}

export interface Damage {
  readonly kind: 'cut' | 'flip'
  /** Byte of the WAL. */
  readonly at: number
}

/** Places spread over the whole WAL, its header and the seams between two records among them. */
export function damages({ sizes }: Crashed, count: number, seed: number): Damage[] {
  const random = seeded(seed)
  const end = sizes.at(-1) as number
  const found: Damage[] = [0, 1, 31, 32, 33, 55, 56].map((at) => ({ kind: at % 2 === 0 ? 'cut' : 'flip', at }))
  for (const size of sizes.slice(0, 30))
    found.push({ kind: 'cut', at: size }, { kind: 'cut', at: size - 1 }, { kind: 'flip', at: Math.min(size, end - 1) })
  while (found.length < count) found.push({ kind: random() < 0.5 ? 'cut' : 'flip', at: Math.floor(random() * end) })
  return found.slice(0, count)
}

/** A copy of the crashed files with the damage done, in a fresh folder. Returns the path of the database. */
export function damagedCopy({ file }: Crashed, folder: string, name: string, damage: Damage): string {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const copy = join(folder, name)
  copyFileSync(file, copy)
  const wal = readFileSync(`${file}-wal`)
  if (damage.kind === 'cut') writeFileSync(`${copy}-wal`, wal.subarray(0, damage.at))
  else {
    wal[damage.at] = (wal[damage.at] as number) ^ 0x41
    writeFileSync(`${copy}-wal`, wal)
  }
  return copy
}

/** How many records, from the first, must have survived: those acknowledged before the damaged byte was written. */
export function mustHold({ sizes }: Crashed, { at }: Damage): number {
  return sizes.filter((size) => size <= at).length
}
