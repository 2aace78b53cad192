import type { MessagePort } from 'node:worker_threads'
import type { EventLog, GroupReader, Tail } from '@moodlight/ports'
import { remote } from '@moodlight/runtime'
import { Layout } from './layout.ts'
import type { SessionApi } from './session.ts'
import { packCommit, packRecords, unpackPositions, unpackRecords, unpackTail } from './wire.ts'

/** The log behind a port that `connect()` of {@link openLog} gave, in any thread. `close` closes this client only. */
export function connectLog(port: MessagePort): EventLog {
  const api = remote<SessionApi>(port, 'ML_LOG_CLOSED')
  let greeted: Promise<Layout> | undefined
  const layout = () => {
    greeted ??= api.hello().then(({ partitions }) => new Layout(partitions))
    return greeted
  }
  return {
    capabilities: { atomicOutputs: true, expungesAtOnce: true, retentionWaitsForGroups: true },
    async append(topic, records, ledger = []) {
      return unpackPositions(await api.append(topic, packRecords(records), ledger), await layout())
    },
    async reader(group, topic) {
      return groupReader(api, await api.readerOpen(group, topic), await layout())
    },
    async tail(topic, from) {
      return tail(api, await api.tailOpen(topic, from), await layout())
    },
    ledger: () => api.ledger(),
    lag: () => api.lag(),
    expunge: (what) => api.expunge({ keys: what.keys, authors: what.authors }),
    async read(topic, position) {
      const columns = await api.read(topic, position)
      return columns ? unpackRecords(columns, await layout())[0]! : null
    },
    async close() {
      await api.end().catch(() => undefined) // Already gone is closed too.
      port.close()
    },
  }
}

function groupReader(api: SessionApi, handle: number, layout: Layout): GroupReader {
  return {
    async next(options) {
      const columns = await api.readerNext(handle, options)
      return columns ? unpackRecords(columns, layout) : []
    },
    commit: (commit) => api.readerCommit(handle, packCommit(commit)),
    rewind: () => api.readerRewind(handle),
    close: () => api.readerClose(handle),
  }
}

function tail(api: SessionApi, handle: number, layout: Layout): Tail {
  return {
    async next(options) {
      const columns = await api.tailNext(handle, options)
      return columns ? unpackTail(columns, layout) : []
    },
    close: () => api.tailClose(handle),
  }
}
