import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { EVENTS } from './generate/json-schemas.ts'

const schemas = fileURLToPath(new URL('../schemas', import.meta.url))
const ajv = new Ajv2020.default({ strict: false, formats: { 'date-time': true } })

const cases = (event: string, version: string, kind: string) => {
  const folder = join(schemas, 'fixtures', event, version, kind)
  return readdirSync(folder).map((name) => ({
    name: `${event}/${version}/${kind}/${name}`,
    value: JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown,
  }))
}

describe.each(Object.entries(EVENTS))('%s', (event, schema) => {
  const versions = readdirSync(join(schemas, 'fixtures', event))
  const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'json', `${event}.json`), 'utf8')) as object)

  test.each(versions.flatMap((version) => cases(event, version, 'valid')))(
    '$name is accepted by zod and by JSON Schema',
    ({ value }) => {
      expect(schema.safeParse(value).error).toBeUndefined()
      validate(value)
      expect(validate.errors ?? []).toEqual([])
    },
  )

  test.each(versions.flatMap((version) => cases(event, version, 'invalid')))(
    '$name is refused by zod and by JSON Schema',
    ({ value }) => {
      expect(schema.safeParse(value).success).toBe(false)
      expect(validate(value)).toBe(false)
    },
  )
})
