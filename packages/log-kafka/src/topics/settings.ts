import { errorOf } from '../wire/kafka-error.ts'
import type { Wire } from '../wire/wire.ts'

const TOPIC = 2
const BROKER = 4

type Answer = {
  resources: {
    errorCode: number
    resourceName: string
    configEntries: { configName: string; configValue: string | null }[]
  }[]
}

/** All settings of these topics, those of the broker behind them included. @throws KafkaError */
export async function topicSettings(
  wire: Wire,
  topics: readonly string[],
): Promise<Map<string, ReadonlyMap<string, string>>> {
  if (topics.length === 0) return new Map()
  const node = wire.nodes[0]!
  const resources = topics.map((name) => ({ type: TOPIC, name, configNames: [] as string[] }))
  const answer = await wire.call<Answer>(node, 'data', 'DescribeConfigs', { resources, includeSynonyms: false })
  return new Map(answer.resources.map((resource) => [resource.resourceName, entries(resource)]))
}

/** One setting of the brokers; null when we have no right to see it. */
export async function brokerSetting(wire: Wire, name: string): Promise<string | null> {
  const node = wire.nodes[0]!
  const resources = [{ type: BROKER, name: String(node), configNames: [name] }]
  const answer = await wire.call<Answer>(node, 'data', 'DescribeConfigs', { resources, includeSynonyms: false })
  const [resource] = answer.resources
  return resource && resource.errorCode === 0 ? (entries(resource).get(name) ?? null) : null
}

function entries(resource: Answer['resources'][number]): Map<string, string> {
  const error = errorOf(resource.errorCode)
  if (error) throw error
  return new Map(resource.configEntries.map(({ configName, configValue }) => [configName, configValue ?? '']))
}
