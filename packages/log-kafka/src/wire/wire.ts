import { MoodlightError } from '@moodlight/core'
import { backoffMs, pause } from '@moodlight/pipeline'
import type { Stream } from '../layout.ts'
import { type Access, Channel } from './channel.ts'
import { coded, errorOf, KafkaError, retriable, unreachable } from './kafka-error.ts'

export interface WireOptions extends Access {
  readonly brokers: readonly string[]
  /** An answer that takes longer counts as none. */
  readonly requestTimeoutMs: number
  /** How long a request is tried again before it fails with ML_LOG_UNAVAILABLE. */
  readonly retryMs: number
}

interface MetadataAnswer {
  readonly clusterId: string
  readonly brokers: readonly { nodeId: number; host: string; port: number }[]
  readonly topicMetadata: readonly {
    topicErrorCode: number
    topic: string
    partitionMetadata: readonly { partitionId: number; leader: number; replicas: number[]; isr: number[] }[]
  }[]
}

/** What the brokers say of one topic. */
export interface TopicState {
  /** Per partition the node that leads it; -1: none at the moment. */
  readonly leaders: readonly number[]
  readonly replicas: number
}

/**
 * Connections to the brokers of one cluster and who leads what. A connection belongs to one purpose: the broker answers the
 * requests of a connection one after the other, so a long poll or a join would hold up whatever comes behind it.
 */
export class Wire {
  readonly options: WireOptions
  readonly closing = new AbortController()
  readonly #topics: readonly string[]
  readonly #channels = new Map<string, Promise<Channel>>()
  #addresses = new Map<number, string>()
  #states = new Map<string, TopicState>()
  /** Forgotten at every refresh, as whoever is sent to the wrong node asks for one. */
  #coordinators = new Map<string, number>()
  /** When a broker last failed to answer. */
  readonly #silent = new Map<string, number>()
  #clusterId = ''
  #refreshing: Promise<void> | null = null

  constructor(options: WireOptions, topics: readonly string[]) {
    this.options = options
    this.#topics = topics
  }

  get clusterId(): string {
    return this.#clusterId
  }

  get nodes(): readonly number[] {
    return [...this.#addresses.keys()]
  }

  /** null: the topic is not there, or nobody has been asked yet. */
  topic(name: string): TopicState | null {
    return this.#states.get(name) ?? null
  }

  /** Their number; 0 while the topic is not known. */
  partitions(name: string): number {
    return this.topic(name)?.leaders.length ?? 0
  }

  /** All partitions of a topic. */
  streams(name: string): Stream[] {
    return Array.from({ length: this.partitions(name) }, (_, partition) => ({ topic: name, partition }))
  }

  /** The node that leads a partition. @throws KafkaError, to be tried again, while it has none */
  leader(topic: string, partition: number): number {
    const leader = this.#states.get(topic)?.leaders[partition] ?? -1
    if (leader < 0) throw new KafkaError('LEADER_NOT_AVAILABLE', `${topic}/${partition} has no leader`, true)
    return leader
  }

  /** Asks who leads what; callers at the same time share one question. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  /** One request to one node on the connection for this purpose. @throws KafkaError */
  async call<T>(node: number, purpose: string, api: string, args: object, timeoutMs?: number): Promise<T> {
    const address = this.#addresses.get(node)
    if (address === undefined) throw unreachable(`broker ${node} is not known`)
    const channel = await this.#channel(address, purpose)
    return channel.call<T>(api, args, timeoutMs ?? this.options.requestTimeoutMs)
  }

  /** The node that keeps the offsets of a group. */
  async coordinator(groupId: string): Promise<number> {
    const known = this.#coordinators.get(groupId)
    if (known !== undefined) return known
    type Answer = { errorCode: number; coordinator: { nodeId: number; host: string; port: number } }
    const { errorCode, coordinator } = await this.#any<Answer>('GroupCoordinator', { groupId })
    const error = errorOf(errorCode)
    if (error) throw error
    this.#addresses.set(coordinator.nodeId, `${coordinator.host}:${coordinator.port}`)
    this.#coordinators.set(groupId, coordinator.nodeId)
    return coordinator.nodeId
  }

  /** Tries `work` again, after a pause and another look at who leads, for as long as that may help and `retryMs` allow. */
  async retrying<T>(doing: string, work: () => Promise<T>, limitMs = this.options.retryMs): Promise<T> {
    const until = Date.now() + limitMs
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (this.closing.signal.aborted) throw closed()
        if (!retriable(error) || Date.now() >= until) throw coded(error, doing)
        await this.lookAgain(attempt)
        if (this.closing.signal.aborted) throw closed()
      }
    }
  }

  /** Waits, longer after each attempt, and looks again who leads what. false: nobody said so, which the next attempt will tell. */
  async lookAgain(attempt: number): Promise<boolean> {
    await pause(backoffMs(attempt, { baseMs: 50, maxMs: 1000 }), this.closing.signal)
    if (this.closing.signal.aborted) return false
    return this.refresh().then(
      () => true,
      () => false,
    )
  }

  /** Closes the connections of one purpose. */
  drop(purpose: string): void {
    for (const [key, channel] of this.#channels) {
      if (!key.startsWith(`${purpose} `)) continue
      this.#channels.delete(key)
      channel.then((open) => open.close()).catch(() => undefined)
    }
  }

  /** At once; nobody is told. */
  close(): void {
    this.closing.abort()
    for (const channel of this.#channels.values()) channel.then((open) => open.close()).catch(() => undefined)
    this.#channels.clear()
  }

  async #channel(address: string, purpose: string): Promise<Channel> {
    if (this.closing.signal.aborted) throw closed()
    const key = `${purpose} ${address}`
    const kept = this.#channels.get(key)
    if (kept) {
      const channel = await kept.catch(() => null)
      if (channel?.usable) return channel
      if (this.#channels.get(key) === kept) this.#channels.delete(key)
      // Another caller may have opened the next one meanwhile.
      else return this.#channel(address, purpose)
    }
    const opening = Channel.open(address, this.options)
    this.#channels.set(key, opening)
    const channel = await opening.catch((error) => {
      if (this.#channels.get(key) === opening) this.#channels.delete(key)
      throw error
    })
    if (this.closing.signal.aborted) {
      channel.close()
      throw closed()
    }
    return channel
  }

  /** Asks the brokers one after the other, in any order, until one answers; those that have not answered lately come last. */
  async #any<T>(api: string, args: object): Promise<T> {
    const known = [...this.#addresses.values()].sort(() => Math.random() - 0.5)
    const silentAt = (address: string) => this.#silent.get(address) ?? 0
    const all = [...new Set([...known, ...this.options.brokers])].sort((a, b) => silentAt(a) - silentAt(b))
    let last: unknown = unreachable('no broker is known')
    for (const address of all) {
      try {
        const channel = await this.#channel(address, 'ask')
        const answer = await channel.call<T>(api, args, Math.min(3000, this.options.requestTimeoutMs))
        this.#silent.delete(address)
        return answer
      } catch (error) {
        if (!retriable(error)) throw error
        this.#silent.set(address, Date.now())
        last = error
      }
    }
    throw last
  }

  async #refresh(): Promise<void> {
    this.#coordinators.clear()
    const args = { topics: this.#topics, allowAutoTopicCreation: false }
    const answer = await this.#any<MetadataAnswer>('Metadata', args)
    this.#clusterId = answer.clusterId
    this.#addresses = new Map(answer.brokers.map((b) => [b.nodeId, `${b.host}:${b.port}`]))
    const states = new Map<string, TopicState>()
    for (const { topic, topicErrorCode, partitionMetadata } of answer.topicMetadata) {
      const error = errorOf(topicErrorCode)
      if (error && !error.retriable) throw error
      if (error) {
        // A broker that has not heard of a new topic yet: what another one has said of it still holds.
        const known = this.#states.get(topic)
        if (known) states.set(topic, known)
        continue
      }
      const leaders = new Array<number>(partitionMetadata.length).fill(-1)
      for (const { partitionId, leader } of partitionMetadata) leaders[partitionId] = leader
      states.set(topic, { leaders, replicas: Math.min(...partitionMetadata.map((p) => p.replicas.length)) })
    }
    this.#states = states
  }
}

const closed = () => new MoodlightError('ML_LOG_CLOSED', 'the log is closed')
