import { expect, test } from 'vitest'
import { openApiDocument } from './document.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[]
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>
}
interface Description {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>
}

const { paths } = (await openApiDocument()) as Description

test('every route says what it answers, streams as well, and its errors are JSON', () => {
  for (const [path, { get }] of Object.entries(paths)) {
    expect(Object.keys(get.responses), path).toEqual(expect.arrayContaining(['200', '4XX', '5XX']))
    for (const status of ['4XX', '5XX'])
      expect(Object.keys(get.responses[status]!.content), `${path} ${status}`).toEqual(['application/json'])
  }
})

test.each([
  ['/api/v1/live', 'text/event-stream'],
  ['/api/v1/mentions.csv', 'text/csv'],
  ['/api/v1/mentions.jsonl', 'application/x-ndjson'],
  ['/api/v1/mentions', 'application/json'],
])('%s answers %s', (path, type) => {
  expect(Object.keys(paths[path]!.get.responses['200']!.content)).toEqual([type])
})

test('values and limits that the schema of a text cannot hold are told in words', () => {
  const words = (name: string) => paths['/api/v1/mentions']!.get.parameters!.find((p) => p.name === name)?.description
  expect(words('label')).toContain('unscored')
  expect(words('voice')).toContain('press')
  expect(words('limit')).toContain('1 to 1000')
})
