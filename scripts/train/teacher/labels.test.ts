import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packLabels, teacherLabels } from './labels.ts'

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
