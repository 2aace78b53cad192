import { statSync, writeSync } from 'node:fs'
import { openStore } from '@moodlight/store-sqlite'
import { aMention, aPost, aPostMentions } from '@moodlight/testkit'

/** The same as append-acks.ts for the store: one post with one mention an acknowledgement. */
const [file = '', count = '50', synchronous = 'full'] = process.argv.slice(2)
const { store } = await openStore({ file, readers: 1, synchronous: synchronous as 'full' | 'off' })
for (let n = 0; n < Number(count); n++) {
  const post = aPost({
    nativeId: `p${n}`,
    text: `The ING app works well, says number ${n} ${'and more '.repeat(n % 40)}`,
    author: `a${n}`,
  })
  await store.apply([aPostMentions(post, [aMention({ brand: 'ing' })], { origin: { offset: n } })])
  writeSync(1, `ack ${n} ${statSync(`${file}-wal`).size}\n`)
}
process.kill(process.pid, 'SIGKILL')
