import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ElasticsearchServer, fetchServers, KafkaCluster } from '@moodlight/servers'

/** Three brokers and one Elasticsearch that belong to one suite alone, so that it may stop and break them. */
export interface FaultServers {
  readonly brokers: KafkaCluster
  readonly elasticsearch: ElasticsearchServer
  close(): Promise<void>
}

/** `basePort`: where the brokers begin; Elasticsearch listens 50 above. */
export async function faultServers(basePort: number): Promise<FaultServers> {
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-fault-servers-'))
  const programs = await fetchServers()
  const settings = {
    'group.min.session.timeout.ms': 1000,
    // A broker that is silent for this long is no leader any more.
    'broker.session.timeout.ms': 4000,
    'broker.heartbeat.interval.ms': 500,
    'replica.lag.time.max.ms': 4000,
    // Who should lead leads again soon, so that leaders move back too.
    'leader.imbalance.check.interval.seconds': 2,
    'leader.imbalance.per.broker.percentage': 0,
  }
  const started: { stop(): Promise<void> }[] = []
  const close = async () => {
    await Promise.all(started.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const kafka = { programs: programs.kafka, folder: join(folder, 'kafka'), brokers: 3, basePort, heapMb: 384 }
    const brokers = await KafkaCluster.start({ ...kafka, settings })
    started.push(brokers)
    const options = { programs: programs.elasticsearch, folder: join(folder, 'elasticsearch'), heapMb: 768 }
    const elasticsearch = await ElasticsearchServer.start({ ...options, port: basePort + 50 })
    started.push(elasticsearch)
    return { brokers, elasticsearch, close }
  } catch (error) {
    await close()
    throw error
  }
}
