import { GenericContainer, Network, type StartedNetwork, type StartedTestContainer, Wait } from 'testcontainers'
import { engineAnswers, hasImage } from '../../scripts/images/engine.ts'
import { ELASTICSEARCH_IMAGE, KAFKA_IMAGE } from '../../scripts/images/images.ts'

export interface Containers {
  /** Addresses of three brokers. */
  kafka(settings: Readonly<Record<string, string | number>>): Promise<readonly string[]>
  /** The URL of one node. */
  elasticsearch(): Promise<string>
  stop(): Promise<void>
}

/** Why the servers cannot run in containers here, or null when they can. */
export function noContainers(): string | null {
  if (!engineAnswers()) return 'no Docker engine answers'
  const missing = [KAFKA_IMAGE, ELASTICSEARCH_IMAGE].find((name) => !hasImage(name))
  return missing ? `${missing} is neither here nor to be had (npm run images makes it)` : null
}

const BROKERS = [1, 2, 3]
/** Fixed: a broker tells its clients under which address of this machine it is found, before it runs. */
const port = (broker: number) => 23_290 + broker
const ELASTICSEARCH_PORT = 9200

/** Kafka and Elasticsearch from their official images. They end with the suite. */
export function containers(): Containers {
  // Its cleaner is an image of its own, and whoever builds images cannot pull it; `stop` cleans up.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true'
  const running: StartedTestContainer[] = []
  let network: StartedNetwork | null = null

  const broker = async (number: number, settings: Readonly<Record<string, string | number>>) => {
    const own = Object.entries(settings).map(([key, value]) => [
      `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`,
      String(value),
    ])
    const started = await new GenericContainer(KAFKA_IMAGE)
      .withNetwork(network!)
      .withNetworkAliases(`kafka${number}`)
      .withExposedPorts({ container: port(number), host: port(number) })
      .withEnvironment({
        CLUSTER_ID: 'bW9vZGxpZ2h0LXRlc3Rzdw',
        KAFKA_NODE_ID: String(number),
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_LISTENERS: `PLAINTEXT://:9092,HOST://:${port(number)},CONTROLLER://:9093`,
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka${number}:9092,HOST://127.0.0.1:${port(number)}`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
        KAFKA_CONTROLLER_QUORUM_VOTERS: BROKERS.map((n) => `${n}@kafka${n}:9093`).join(','),
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '3',
        KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '10',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '3',
        KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
        KAFKA_MIN_INSYNC_REPLICAS: '2',
        KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
        KAFKA_HEAP_OPTS: '-Xmx384m',
        ...Object.fromEntries(own),
      })
      .withWaitStrategy(Wait.forListeningPorts())
      .withStartupTimeout(180_000)
      .start()
    running.push(started)
  }

  return {
    async kafka(settings) {
      network ??= await new Network().start()
      // All at once: a broker alone has no quorum.
      await Promise.all(BROKERS.map((number) => broker(number, settings)))
      return BROKERS.map((number) => `127.0.0.1:${port(number)}`)
    },
    async elasticsearch() {
      const started = await new GenericContainer(ELASTICSEARCH_IMAGE)
        .withExposedPorts(ELASTICSEARCH_PORT)
        .withEnvironment({
          'discovery.type': 'single-node',
          'xpack.security.enabled': 'false',
          'path.repo': '/tmp/snapshots',
          'cluster.routing.allocation.disk.threshold_enabled': 'false',
          ES_JAVA_OPTS: '-Xms512m -Xmx512m',
        })
        .withWaitStrategy(
          Wait.forHttp('/_cluster/health?wait_for_status=yellow', ELASTICSEARCH_PORT).forStatusCode(200),
        )
        .withStartupTimeout(180_000)
        .start()
      running.push(started)
      return `http://127.0.0.1:${started.getMappedPort(ELASTICSEARCH_PORT)}`
    },
    async stop() {
      await Promise.all(running.map((one) => one.stop({ timeout: 10_000 })))
      await network?.stop()
    },
  }
}
