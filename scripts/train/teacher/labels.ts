/**
 * What a large model, trained once in Python (see README.md here), says of the training texts: kept by hash of the text, so that no text is in this
 * repository and `pnpm train` needs no Python.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash32 } from '../data.ts'

const SEED = 61
/** Where the labels of a language lie. */
export const labelsOf = (language: string): string => join(import.meta.dirname, `${language}.labels`)

/** The sets that the English teacher learnt from: hand-labelled, with all three labels. */
const TAUGHT: ReadonlySet<string> = new Set(['tweeteval', 'airline', 'umsab', 'tse', 'sst3', 'opener_hotel_sent'])

/**
 * How much of a row's target is the teacher's word; the rest is gold. The English teacher knows most of the kinds of text that it learnt from. The others
 * learnt every set, and judge no text that they saw.
 */
export function teacherShare(language: string, set: string): number {
  if (language !== 'eng') return 0.5
  return TAUGHT.has(set) ? 0.8 : 0.3
}

/** Probabilities of negative, neutral and positive. */
export type Soft = readonly [number, number, number]
export type TeacherLabels = (text: string) => Soft | null

/** Rows of six bytes, sorted by hash: hash of the text (32 bits), probability of negative and of positive (8 bits each). */
export function teacherLabels(path: string): TeacherLabels {
  if (!existsSync(path)) return () => null
  const bytes = readFileSync(path)
  const found = new Map<number, number>()
  for (let at = 0; at < bytes.length; at += 6) found.set(bytes.readUInt32LE(at), at)
  return (text) => {
    const at = found.get(hash32(text, SEED))
    if (at === undefined) return null
    const negative = bytes[at + 4]! / 255
    const positive = bytes[at + 5]! / 255
    return [negative, Math.max(0, 1 - negative - positive), positive]
  }
}

/** Packs lines of JSON, `[text, [negative, neutral, positive]]`, as the Python script writes them. */
export function packLabels(path: string, jsonl: string): void {
  const rows = new Map<number, readonly number[]>()
  for (const line of readFileSync(jsonl, 'utf8').split('\n').filter(Boolean)) {
    const [text, p] = JSON.parse(line) as [string, readonly number[]]
    rows.set(hash32(text, SEED), p)
  }
  const bytes = Buffer.alloc(rows.size * 6)
  let at = 0
  for (const [hash, p] of [...rows].sort((a, b) => a[0] - b[0])) {
    bytes.writeUInt32LE(hash, at)
    bytes[at + 4] = Math.round(p[0]! * 255)
    bytes[at + 5] = Math.round(p[2]! * 255)
    at += 6
  }
  writeFileSync(path, bytes)
}
