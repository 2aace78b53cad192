import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Rig, rig } from './rig.ts'

let r: Rig
beforeAll(async () => {
  r = await rig('  - { id: news, type: feeds, feeds: ["http://127.0.0.1:1/rss.xml"], allowPrivate: ["127.0.0.1"] }\n')
  await r.up()
})
afterAll(() => r.close())

test('the doctor tells of a source that hears nothing', async () => {
  await vi.waitFor(
    async () => {
      const { code, stdout } = await r.cli('doctor')
      expect([code, /^WRONG source news: unreachable/m.test(stdout)], stdout).toEqual([4, true])
    },
    { timeout: 60_000, interval: 500 },
  )
})
