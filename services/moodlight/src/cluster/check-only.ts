import { isTransient } from '@moodlight/core'
import { checkKafkaLog } from '@moodlight/log-kafka'
import { elasticsearchNeeds, openElasticsearchStore } from '@moodlight/store-elasticsearch'
import { EXIT } from '../cli/exit-codes.ts'
import { out, table } from '../cli/terminal.ts'
import { logOptions, storeOptions } from './ports.ts'
import type { ClusterChoice } from './read.ts'

/**
 * Tells what log and store need (topics, templates, indices, rights) and what is there of it, and creates nothing: for clusters in
 * which others create things. Exit code 4 when something is missing or unsafe.
 */
export async function checkOnly(choice: ClusterChoice): Promise<void> {
  let wrong = 0
  wrong += await tellKafka(choice)
  wrong += await tellElasticsearch(choice)
  out(wrong === 0 ? '\nEverything is there. Nothing was created.' : '\nNothing was created.')
  if (wrong > 0) process.exitCode = EXIT.incomplete
}

async function tellKafka(choice: ClusterChoice): Promise<number> {
  const { topics, rights, problems, missing } = await checkKafkaLog(logOptions(choice))
  out('Kafka: topics')
  const settings = (all: Readonly<Record<string, string>>) =>
    Object.entries(all)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')
  out(
    table(
      ['  topic', 'there', 'partitions', 'replicas', 'settings'],
      topics.map((topic) => [
        `  ${topic.name}`,
        topic.there ? 'yes' : 'NO',
        topic.partitions,
        topic.replication,
        settings(topic.settings),
      ]),
    ),
  )
  out('\nKafka: rights of our user')
  for (const { resource, name, prefixed, operations } of rights)
    out(`  ${resource} ${name}${prefixed ? '* (prefixed)' : ''}: ${operations.join(', ')}`)
  for (const problem of problems) out(`  WRONG ${problem}`)
  return missing.length + problems.length
}

async function tellElasticsearch(choice: ClusterChoice): Promise<number> {
  const options = storeOptions(choice)
  const { templates, indices, role } = elasticsearchNeeds(options)
  const state = await stateOf(choice)
  out(`\nElasticsearch: indices ${indices.join(', ')}`)
  out(`  ${state ?? 'all are there, and serve us'}`)
  for (const [name, body] of templates) out(`\nElasticsearch: index template ${name}\n${JSON.stringify(body, null, 2)}`)
  out(`\nElasticsearch: role of our user\n${JSON.stringify(role, null, 2)}`)
  return state === null ? 0 : 1
}

/** What keeps the store from opening; null when nothing does. */
async function stateOf(choice: ClusterChoice): Promise<string | null> {
  try {
    const open = await openElasticsearchStore({ ...storeOptions(choice), createIndices: false, keepEveryMs: 0 })
    await open.close()
    return null
  } catch (error) {
    // A server that does not answer is no finding of a check.
    if (isTransient(error)) throw error
    return (error as Error).message
  }
}
