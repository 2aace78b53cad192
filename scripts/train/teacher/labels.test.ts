import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labelsOf, packLabels, teacherLabels, teacherShare } from './labels.ts'

test('what is packed is found by its text, to one part in 255, and nothing else is', () => {
  const lines = join(tmpdir(), `labels-${process.pid}.jsonl`)
  const packed = join(tmpdir(), `labels-${process.pid}.labels`)
  writeFileSync(lines, `${JSON.stringify(['fine', [0.1, 0.2, 0.7]])}\n${JSON.stringify(['میشه', [0.9, 0.1, 0]])}\n`)
  packLabels(packed, lines)
  const labels = teacherLabels(packed)
  for (const [text, p] of [
    ['fine', [0.1, 0.2, 0.7]],
    ['میشه', [0.9, 0.1, 0]],
  ] as const)
    labels(text)!.forEach((x, k) => {
      expect(Math.abs(x - p[k]!)).toBeLessThan(0.005)
    })
  expect(labels('fine ')).toBeNull()
  rmSync(lines)
  rmSync(packed)
})

test('a language without a teacher has no labels', () => {
  expect(teacherLabels(join(tmpdir(), 'nobody.labels'))('fine')).toBeNull()
})

const kept = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.labels'))

test.each(kept)(
  '%s: rows in order of their hashes, probabilities, every label somewhere, at most a megabyte',
  (name) => {
    const bytes = readFileSync(labelsOf(name.replace('.labels', '')))
    expect(bytes.length).toBeLessThan(1_000_000)
    expect(bytes.length % 6).toBe(0)
    const favoured = new Set<number>()
    let last = -1
    let broken = 0
    for (let at = 0; at < bytes.length; at += 6) {
      const hash = bytes.readUInt32LE(at)
      const [negative, positive] = [bytes[at + 4]!, bytes[at + 5]!]
      // Each is rounded by itself, so that both together may be one step above the whole.
      if (hash <= last || negative + positive > 256) broken++
      last = hash
      const p = [negative, 255 - negative - positive, positive]
      favoured.add(p.indexOf(Math.max(...p)))
    }
    expect(broken).toBe(0)
    expect(favoured).toEqual(new Set([0, 1, 2]))
  },
)

test('gold keeps a say in every set', () => {
  for (const language of kept.map((name) => name.replace('.labels', '')))
    for (const set of ['tweeteval', 'sst3', 'xed_subtitles', 'reviews_music'])
      expect(teacherShare(language, set)).toBeLessThan(1)
})
