import { afterEach, expect, test } from 'vitest'
import { testApp } from '../../test/setup.ts'

let close = async () => {}
afterEach(() => close())

test.each([
  ['POST', '/api/v1/brands', 405, 'GET, HEAD'],
  ['DELETE', '/api/v1/mentions/x/', 405, 'GET, HEAD'],
  ['PUT', '/healthz?x=1', 405, 'GET, HEAD'],
  ['POST', '/api/v1/nothing', 404, undefined],
  ['GET', '/api/v1/nothing', 404, undefined],
] as const)('%s %s is answered with %i', async (method, url, status, allow) => {
  const made = await testApp()
  close = () => made.app.close()
  const answer = await made.app.inject({ method, url, headers: { host: 'localhost:80' } })
  expect([answer.statusCode, answer.headers.allow]).toEqual([status, allow])
  expect(answer.json().error.code).toBe(status === 405 ? 'ML_QUERY_METHOD' : 'ML_NOT_FOUND')
})
