import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { editDistance } from './edit-distance.ts'
import { loadConfig } from './load-config.ts'
import { parseConfig } from './parse-config.ts'
import { problemLine } from './problem.ts'

const Source = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('feeds'), id: z.string(), urls: z.array(z.url()).default([]) }),
  z.strictObject({ type: z.literal('webhook'), id: z.string(), keep: z.enum(['matching', 'all']).default('matching') }),
])
const Schema = z.strictObject({
  sources: z.array(Source).default([]),
  server: z.strictObject({ port: z.int().min(1).max(65_535).default(4680) }).prefault({}),
  mood: z.strictObject({ band: z.number().default(0.05), zone: z.string() }),
})

function problems(text: string): string[] {
  const parsed = parseConfig(text, Schema)
  return parsed.ok ? [] : parsed.problems.map((problem) => problemLine('moodlight.yaml', problem))
}

test('a good file is read, with defaults', () => {
  const parsed = parseConfig('mood: { zone: Europe/Amsterdam }', Schema)
  expect(parsed).toEqual({
    ok: true,
    value: { sources: [], server: { port: 4680 }, mood: { band: 0.05, zone: 'Europe/Amsterdam' } },
  })
})

test('all problems are told at once, each with its line and the nearest known key', () => {
  const text = `
server:
  prot: 4680
  port: 70000
moods:
  band: 0.1
sources:
  - type: webhook
    id: shop
    keep: matchin
  - type: feeds
    id: 7
    urls: [notaurl]
  - type: feed
    id: x
`
  expect(problems(text)).toEqual([
    'moodlight.yaml:2 mood: is missing: expected object',
    'moodlight.yaml:3 server.prot: there is no such key; did you mean server.port?',
    'moodlight.yaml:4 server.port: Too big: expected number to be <=65535',
    'moodlight.yaml:5 moods: there is no such key; did you mean mood?',
    'moodlight.yaml:10 sources[0].keep: one of matching, all is expected; did you mean matching?',
    'moodlight.yaml:12 sources[1].id: expected string',
    'moodlight.yaml:13 sources[1].urls[0]: Invalid URL',
    'moodlight.yaml:14 sources[2].type: one of feeds, webhook is expected; did you mean feeds?',
  ])
})

test('a key in the wrong place is shown its home, and a strange one what is allowed', () => {
  expect(problems('mood: { zone: UTC }\nband: 1')).toEqual([
    'moodlight.yaml:2 band: there is no such key; did you mean mood.band?',
  ])
  expect(problems('mood: { zone: UTC, flavour: 1 }')).toEqual([
    'moodlight.yaml:1 mood.flavour: there is no such key; allowed are band, zone',
  ])
})

test('broken YAML, a key that stands twice and an alias bomb are problems with their line', () => {
  expect(problems('mood: { zone: UTC\nserver: [')[0]).toMatch(/^moodlight\.yaml:\d+ /)
  expect(problems('mood: { zone: UTC }\nmood: { zone: UTC }')[0]).toContain('moodlight.yaml:2')
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefg'].map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdef'[i]}`)}]`).join('\n')}`
  expect(problems(bomb)[0]).toContain('alias')
})

test('what only a second look finds has its line too', () => {
  const parsed = parseConfig(
    'sources:\n  - { type: feeds, id: a }\n  - { type: feeds, id: a }\nmood: { zone: UTC }',
    Schema,
    () => [{ path: 'sources[1].id', message: '"a" is taken by sources[0]' }],
  )
  expect(parsed).toMatchObject({ ok: false, problems: [{ line: 3, path: 'sources[1].id' }] })
})

test('what only a second look finds is told together with what the schema refuses', () => {
  const twice = (value: z.output<typeof Schema>) =>
    value.sources.flatMap(({ id }, at) =>
      value.sources.findIndex((other) => other.id === id) < at
        ? [{ path: `sources[${at}].id`, message: `"${id}" stands twice` }]
        : [],
    )
  const text =
    'sources:\n  - { type: feeds, id: a, url: x }\n  - { type: feeds, id: a }\nserver: { port: 0 }\nmood: { zone: UTC }'
  const parsed = parseConfig(text, Schema, twice)
  expect(parsed.ok ? [] : parsed.problems.map(({ line, path }) => [line, path])).toEqual([
    [2, 'sources[0].url'],
    [3, 'sources[1].id'],
    [4, 'server.port'],
  ])
})

test('a file is loaded, or refused in one error with all problems', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-config-'))
  const file = join(folder, 'moodlight.yaml')
  expect(() => loadConfig(file, Schema)).toThrow(expect.objectContaining({ code: 'ML_CONFIG_UNREADABLE' }))
  writeFileSync(file, 'mood: { zon: UTC }')
  expect(() => loadConfig(file, Schema)).toThrow(
    expect.objectContaining({ code: 'ML_CONFIG_INVALID', message: expect.stringContaining('did you mean mood.zone?') }),
  )
  writeFileSync(file, 'mood: { zone: UTC }')
  expect(loadConfig(file, Schema).mood.zone).toBe('UTC')
  rmSync(folder, { recursive: true })
})

test('edit distance knows swapped neighbours', () => {
  expect(editDistance('prot', 'port')).toBe(1)
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('', 'abc')).toBe(3)
})
