import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { backoffMs } from '@moodlight/pipeline'
import { processStart } from '@moodlight/runtime'
import { ElasticsearchServer, KafkaCluster, type ServerProcess, type ServerPrograms } from '@moodlight/servers'
import { type Part, placesIn } from './folder.ts'

export interface ServersOptions {
  readonly folder: string
  readonly programs: ServerPrograms
  readonly basePort: number
  /** Memory of one broker, and of Elasticsearch, in MB. */
  readonly kafkaMb: number
  readonly elasticsearchMb: number
  readonly say: (line: string) => void
}

const BROKERS = 3
/** Elasticsearch listens so far above the brokers, and its transport 100 above that. */
const ELASTICSEARCH = 500
const LOOK_MS = 1_000

/** Ports that the servers of a cluster take. */
export const portsFrom = (basePort: number): readonly number[] => [
  ...Array.from({ length: BROKERS }, (_, n) => basePort + 1 + n).flatMap((port) => [port, port + 100]),
  basePort + ELASTICSEARCH,
  basePort + ELASTICSEARCH + 100,
]

/** Three brokers and Elasticsearch with their data; one that ends is started again. */
export class Servers {
  readonly #kafka: KafkaCluster
  readonly #elasticsearch: ElasticsearchServer
  readonly #options: ServersOptions
  readonly #watch: Promise<void>[]
  #stopping = false

  private constructor(options: ServersOptions, kafka: KafkaCluster, elasticsearch: ElasticsearchServer) {
    this.#options = options
    this.#kafka = kafka
    this.#elasticsearch = elasticsearch
    this.#watch = [
      ...kafka.numbers.map((i) =>
        this.#keep(
          `kafka ${i}`,
          () => kafka.process(i),
          () => kafka.restart(i),
        ),
      ),
      this.#keep(
        'elasticsearch',
        () => elasticsearch.process,
        () => elasticsearch.restart(),
      ),
    ]
  }

  /** @throws ML_SERVERS_MISSING */
  static async start(options: ServersOptions): Promise<Servers> {
    const { folder, programs, basePort, kafkaMb, elasticsearchMb } = options
    const places = placesIn(folder)
    const formatted = join(places.kafka, 'formatted')
    const kafkaOptions = { programs: programs.kafka, folder: places.kafka, brokers: BROKERS, basePort, heapMb: kafkaMb }
    const startKafka = async () => {
      const kafka = await KafkaCluster.start(kafkaOptions, { keep: existsSync(formatted) })
      writeFileSync(formatted, '')
      return kafka
    }
    const searchOptions = {
      programs: programs.elasticsearch,
      folder: places.elasticsearch,
      port: basePort + ELASTICSEARCH,
      heapMb: elasticsearchMb,
    }
    const started = await Promise.allSettled([startKafka(), ElasticsearchServer.start(searchOptions, { keep: true })])
    const [kafka, elasticsearch] = started
    if (kafka.status === 'fulfilled' && elasticsearch.status === 'fulfilled')
      return new Servers(options, kafka.value, elasticsearch.value)
    for (const one of started) if (one.status === 'fulfilled') await one.value.stop()
    throw started.find((one) => one.status === 'rejected')?.reason
  }

  get brokers(): readonly string[] {
    return this.#kafka.brokers
  }

  get elasticsearch(): string {
    return this.#elasticsearch.url
  }

  get parts(): readonly Part[] {
    const { basePort } = this.#options
    const part = (name: string, server: ServerProcess, port: number): Part => ({
      name,
      pid: server.pid,
      started: processStart(server.pid),
      health: null,
      port,
    })
    return [
      ...this.#kafka.numbers.map((i) => part(`kafka ${i}`, this.#kafka.process(i), basePort + i)),
      part('elasticsearch', this.#elasticsearch.process, basePort + ELASTICSEARCH),
    ]
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#watch)
    await this.#elasticsearch.stop()
    await this.#kafka.stop()
  }

  async #keep(name: string, running: () => ServerProcess, restart: () => Promise<void>): Promise<void> {
    for (let attempt = 1; !this.#stopping; ) {
      await sleep(LOOK_MS)
      if (this.#stopping || !running().ended) continue
      const waitMs = backoffMs(attempt++, { baseMs: 1_000, maxMs: 30_000 })
      this.#options.say(`${name} has ended; it is started again.`)
      await sleep(waitMs)
      await restart().catch((error: Error) =>
        this.#options.say(`${name} did not start: ${error.message.split('\n')[0]}`),
      )
    }
  }
}
