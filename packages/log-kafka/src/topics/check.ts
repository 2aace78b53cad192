import type { KafkaOptions } from '../config.ts'
import { type Layout, TOPICS } from '../layout.ts'
import type { Wire } from '../wire/wire.ts'
import { LARGEST_EVENT, type Right, rights, type TopicNeed, topicNeeds } from './needs.ts'
import { brokerSetting, topicSettings } from './settings.ts'

export interface LogCheck {
  readonly topics: readonly (TopicNeed & { readonly there: boolean })[]
  readonly rights: readonly Right[]
  /** Topics that are not there. */
  readonly missing: readonly string[]
  /** What could lose records or stop them, one sentence each. */
  readonly problems: readonly string[]
  /** Retention as it is, by topic, in milliseconds. */
  readonly retentionMs: ReadonlyMap<string, number>
}

/** Looks at the topics and their settings, and changes nothing. @throws KafkaError */
export async function checkLog(wire: Wire, layout: Layout, options: KafkaOptions): Promise<LogCheck> {
  await wire.refresh()
  const needs = topicNeeds(layout, options)
  const there = needs.filter(({ name }) => wire.topic(name) !== null)
  const settings = await topicSettings(
    wire,
    there.map(({ name }) => name),
  )
  const problems = there.flatMap((need) => topicProblems(wire, need, settings.get(need.name)!))
  const retentionMs = new Map(there.map(({ name }) => [name, Number(settings.get(name)!.get('retention.ms'))]))
  problems.push(...unequal(wire, layout), ...(await offsetsProblem(wire, options)))
  return {
    topics: needs.map((need) => ({ ...need, there: there.includes(need) })),
    rights: rights(layout, options),
    missing: needs.filter((need) => !there.includes(need)).map(({ name }) => name),
    problems,
    retentionMs,
  }
}

function topicProblems(wire: Wire, need: TopicNeed, has: ReadonlyMap<string, string>): string[] {
  const problems: string[] = []
  const say = (what: string) => problems.push(`${need.name}: ${what}`)
  const replicas = wire.topic(need.name)!.replicas
  const compacted = need.settings['cleanup.policy'] === 'compact'
  if (replicas < 3) say(`${replicas} replicas; with fewer than 3, one broker that fails can take records with it`)
  if (Number(has.get('min.insync.replicas')) < 2)
    say(
      `min.insync.replicas is ${has.get('min.insync.replicas')}; with 1, a record is acknowledged while one broker has it`,
    )
  if (has.get('unclean.leader.election.enable') === 'true')
    say('unclean.leader.election.enable is true: a replica that is behind may lead, and what it lacks is gone')
  if (Number(has.get('max.message.bytes')) < LARGEST_EVENT)
    say(`max.message.bytes is ${has.get('max.message.bytes')}; our largest event has ${LARGEST_EVENT}`)
  if (has.get('cleanup.policy') !== need.settings['cleanup.policy'])
    say(`cleanup.policy is ${has.get('cleanup.policy')} and must be ${need.settings['cleanup.policy']}`)
  if (compacted && wire.topic(need.name)!.leaders.length !== 1) say('must have one partition')
  const days = Number(has.get('retention.ms')) / 86_400_000
  if (!compacted && (days < 0 || days > 28)) say('retention.ms keeps posts longer than 28 days, which is the wall')
  if (!compacted && has.get('message.timestamp.type') !== 'LogAppendTime')
    say(`message.timestamp.type is ${has.get('message.timestamp.type')} and must be LogAppendTime`)
  return problems
}

/** A partition of the lanes belongs together, so there must be as many of each. */
function unequal(wire: Wire, layout: Layout): string[] {
  return TOPICS.flatMap((topic) => {
    const live = wire.topic(layout.topic(topic, 'live'))?.leaders.length
    const background = wire.topic(layout.topic(topic, 'background'))?.leaders.length
    if (live === undefined || background === undefined || live === background) return []
    return [`${layout.topic(topic, 'live')} has ${live} partitions and the background lane ${background}`]
  })
}

/** The places of a group that nobody reads for must last as long as the records. */
async function offsetsProblem(wire: Wire, { retentionMs }: KafkaOptions): Promise<string[]> {
  const minutes = Number((await brokerSetting(wire, 'offsets.retention.minutes')) ?? Number.NaN)
  return minutes * 60_000 < retentionMs
    ? [`offsets.retention.minutes of the brokers is ${minutes}: places of groups are forgotten before the records`]
    : []
}
