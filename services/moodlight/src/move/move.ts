import { authorKey, MoodlightError } from '@moodlight/core'
import { type MentionStore, STATE_KINDS, type StateStore } from '@moodlight/ports'
import { createLogger } from '@moodlight/runtime'
import { note, number, out, Progress, table } from '../cli/terminal.ts'
import { installationSecret, sameInstallation } from '../cluster/identity.ts'
import { openPorts } from '../cluster/ports.ts'
import type { ClusterChoice } from '../cluster/read.ts'
import { chooseConfig } from '../config/read.ts'
import { startEngine } from '../engine/engine.ts'
import { openInstallation, readInstallation } from '../installation.ts'
import { portsOperations } from '../operations/ports-operations.ts'
import { compareStores } from './compare.ts'
import { copyPosts } from './copy-posts.ts'
import { copyState, STATE_FIRST, STATE_LAST } from './copy-state.ts'
import { settingsBehind } from './journal-events.ts'

/** How far a move is, in the new state: document `import/move`. */
interface Moved {
  /** Which installation is being moved, without telling its secret. */
  readonly from: string
  readonly cursor: string | null
  readonly posts: number
  readonly done: boolean
}

const ID = 'move'
const ALL_TIME = { from: 0, to: Number.MAX_SAFE_INTEGER }

/**
 * Brings an embedded installation into a cluster; run again after an interruption it goes on. Compares ids, texts, mentions and counts at
 * the end and gives what differs: nothing, or a list.
 * @throws ML_NOT_FOUND, ML_DATA_IN_USE, ML_DATA_FOREIGN when the cluster holds something else or has another secret
 */
export async function moveInto(folder: string, choice: ClusterChoice): Promise<readonly string[]> {
  const installation = readInstallation(folder)
  if (!installation) throw new MoodlightError('ML_NOT_FOUND', `There is no data of Moodlight in ${folder}.`)
  if (installationSecret(choice) !== installation.authorSecret)
    throw new MoodlightError(
      'ML_DATA_FOREIGN',
      `The secret of the cluster is not that of the installation: its authors would not be recognised. Give the cluster the value of authorSecret in ${folder}/installation.json.`,
    )
  const logger = createLogger({ level: 'warn', write: (line) => void process.stderr.write(line) })
  const chosen = chooseConfig({ data: folder })
  const engine = await startEngine({
    ...chosen,
    installation: openInstallation(folder, installation.kind),
    logger,
    runSources: false,
    logLevel: 'warn',
  })
  try {
    note('Working off what still lies in the old log …')
    const demo = installation.kind === 'demo'
    const parts = { ...engine, running: false, demo, authorSecret: installation.authorSecret, freeBytes: null }
    await portsOperations({ ...parts, close: async () => {} }).settle(() => {})
    const ports = await openPorts(choice, { keeps: true, onError: () => {} })
    try {
      await sameInstallation(ports.state, installation.kind, installation.authorSecret)
      const me = authorKey(installation.authorSecret, 'installation', String(installation.createdAt))
      const before = await begun(ports.state, me)
      const skip = (kind: string, id: string) => kind === STATE_KINDS.import && id === ID
      const put = (value: Moved) => ports.state.put(STATE_KINDS.import, ID, value)
      let posts = before?.posts ?? 0
      if (!before?.done) {
        await copyState(engine.state, ports.state, STATE_FIRST, skip)
        for (const event of settingsBehind(await engine.store.journal(ALL_TIME))) await ports.store.apply([event])
        const total = (await engine.store.stats()).posts
        await sameGeneration(engine.store, ports.store)
        const progress = new Progress('moving', posts)
        await copyPosts(engine.store, ports.store, before?.cursor ?? null, async (cursor, n) => {
          posts += n
          progress.update(posts, total, posts)
          // After the last page there is no cursor, and none is needed: a page that is applied again changes nothing.
          if (cursor !== null) await put({ from: me, cursor, posts, done: false })
        })
        progress.end()
        await copyState(engine.state, ports.state, STATE_LAST, skip)
      }
      note('Comparing …')
      await ports.settle()
      const brands = engine.book.brands.map(({ id }) => id)
      const found = await compareStores(engine.store, ports.store, brands, () => {})
      const problems = [...found.problems, ...(await compareRest(engine, ports))]
      if (problems.length === 0) await put({ from: me, cursor: null, posts: found.posts, done: true })
      out(
        `Moved and compared: ${number(found.posts)} posts, ${number(found.mentions)} mentions, ${number(brands.length)} brands.`,
      )
      return problems
    } finally {
      await ports.close()
    }
  } finally {
    await engine.stop()
  }
}

/** What was moved so far. @throws ML_DATA_FOREIGN when the cluster is in use already, or another installation moves into it */
async function begun(state: StateStore, me: string): Promise<Moved | null> {
  const doc = (await state.get<Moved>(STATE_KINDS.import, ID))?.value ?? null
  if (doc && doc.from !== me)
    throw new MoodlightError('ML_DATA_FOREIGN', 'Another installation was moved into this cluster.')
  if (!doc && (await state.get(STATE_KINDS.settings, 'current')))
    throw new MoodlightError('ML_DATA_FOREIGN', 'The cluster has run already: move into one that is empty.')
  if (!doc) await state.put(STATE_KINDS.import, ID, { from: me, cursor: null, posts: 0, done: false } satisfies Moved)
  return doc
}

/** Posts come under the number of the generation that they are labelled for: the new store has to count as far. */
async function sameGeneration(from: MentionStore, to: MentionStore): Promise<void> {
  const { active } = await from.generations()
  const marks = await from.journal(ALL_TIME)
  for (let now = await to.generations(); now.active < active; now = await to.generations()) {
    const next = await to.beginGeneration()
    const mark = marks.find(({ ref }) => ref === `generation ${next}`)
    await to.switchGeneration(next, mark ? { at: mark.at, who: mark.by } : null)
    await to.dropGeneration(now.active)
  }
}

type Ports = Pick<Awaited<ReturnType<typeof openPorts>>, 'store' | 'state'>

/** Numbers of documents by kind, and the journal. */
async function compareRest(from: Ports, to: Ports): Promise<string[]> {
  const problems: string[] = []
  const rows: [string, number, number][] = []
  for (const kind of [...STATE_FIRST, ...STATE_LAST]) {
    const [one, two] = await Promise.all([from.state.count(kind), to.state.count(kind)])
    // The note of the move itself.
    const own = kind === STATE_KINDS.import ? 1 : 0
    rows.push([kind, one, two - own])
  }
  // Marks of models come from posts, and those of former generations are no more.
  const all = (await from.store.generations()).active === 1
  const texts = async ({ store }: Ports) =>
    (await store.journal(ALL_TIME))
      .filter(({ kind }) => all || kind !== 'model')
      .map(({ at, kind, ref, text }) => `${at} ${kind} ${ref} ${text}`)
      .sort()
  const [old, now] = [await texts(from), await texts(to)]
  rows.push(['journal', old.length, now.length])
  if (old.join('\n') !== now.join('\n')) problems.push('the journals differ')
  out(table(['', 'before', 'now'], rows))
  return [...problems, ...rows.flatMap(([kind, a, b]) => (a === b ? [] : [`${kind}: ${a} before, ${b} now`]))]
}
