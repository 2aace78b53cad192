import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_BRANDS, seeded } from '@moodlight/demo'
import { afterAll, describe, expect, test } from 'vitest'
import { differences, digest } from './dump.ts'
import { killImport, startImport } from './import-run.ts'
import { ledgerOf } from './ledger.ts'
import { moodsAt } from './moods.ts'
import { writePostsFile } from './posts-file.ts'

const POSTS = Number(process.env['MOODLIGHT_CRASH_POSTS'] ?? 30_000)
const KILLS = Number(process.env['MOODLIGHT_CRASH_KILLS'] ?? 50)

const folder = mkdtempSync(join(tmpdir(), 'moodlight-kills-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('SIGKILL at random moments during an import', () => {
  test(`after ${KILLS} kills and one run to the end, the store equals that of an undisturbed run`, async () => {
    const file = join(folder, 'posts.jsonl')
    const config = join(folder, 'moodlight.yaml')
    writePostsFile(file, POSTS)
    writeFileSync(config, JSON.stringify({ brands: DEMO_BRANDS }))
    const quiet = join(folder, 'quiet')
    const killed = join(folder, 'killed')

    const started = Date.now()
    const whole = await startImport(quiet, config, file).ended
    expect(whole, whole.stderr).toMatchObject({ code: 0 })
    const wholeMs = Date.now() - started

    // The same secret: authors must have the same pseudonyms in both.
    mkdirSync(killed)
    copyFileSync(join(quiet, 'installation.json'), join(killed, 'installation.json'))

    // Somewhere between the first instruction and a good part of the work; early kills hit the opening of the files.
    const random = seeded(Number(process.env['MOODLIGHT_CRASH_SEED'] ?? 1))
    let kills = 0
    let finished = 0
    for (let run = 0; kills < KILLS && run < KILLS * 3; run++) {
      const end = await killImport(killed, config, file, 150 + random() * Math.min(6000, 900 + wholeMs / 12))
      if (end.signal === 'SIGKILL') kills++
      else {
        expect(end, end.stderr).toMatchObject({ code: 0 })
        finished++
      }
      if (finished > 3) break
    }
    const last = await startImport(killed, config, file).ended
    expect(last, last.stderr).toMatchObject({ code: 0 })

    const undisturbed = digest(join(quiet, 'store.db'))
    const disturbed = digest(join(killed, 'store.db'))
    console.log(
      `kills: ${kills}, runs that ended before their kill: ${finished}, posts ${disturbed.posts}, lines ${disturbed.lines}, dump ${disturbed.hash.slice(0, 16)}`,
    )
    expect(differences(join(quiet, 'store.db'), join(killed, 'store.db'))).toEqual([])
    expect(disturbed).toEqual(undisturbed)
    expect(undisturbed.posts).toBeGreaterThan(POSTS * 0.9)
    expect(kills).toBeGreaterThanOrEqual(Math.min(KILLS, 50))
    expect(await moodsAt(join(killed, 'store.db'))).toEqual(await moodsAt(join(quiet, 'store.db')))

    // The line itself: what enrich and index received is the same, kills or not. Ingest may have read a batch twice.
    const [a, b] = [await ledgerOf(join(quiet, 'log.db')), await ledgerOf(join(killed, 'log.db'))]
    for (const ledger of [a, b]) expect(ledger.index.received).toBe(ledger.enrich.ok)
    expect(a.ingest.received).toBe(POSTS)
    expect(b.index.ok + b.index.dropped + b.index.dead).toBe(b.index.received)
    expect(b.ingest.received).toBeGreaterThanOrEqual(POSTS)
  })
})
