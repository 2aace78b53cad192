import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { get } from 'node:http'
import { get as getSecurely } from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { javaHome } from './java.ts'
import { ServerProcess } from './server-process.ts'

export interface ElasticsearchOptions {
  /** Home of the server's programs, from `fetchServers`. */
  readonly programs: string
  /** Data, configuration and logs. */
  readonly folder: string
  readonly port: number
  readonly heapMb?: number
  /** Further lines for elasticsearch.yml. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
  /** true: `settings` demand TLS. */
  readonly https?: boolean
  /** Called with the folder of its configuration before every start with an empty folder: certificates, users and roles. */
  readonly prepare?: (config: string) => void
}

/** The user "nobody" of most systems: Elasticsearch refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 }

/** A real Elasticsearch of one node as a process of this machine. Security is off unless `settings` say otherwise. */
export class ElasticsearchServer {
  readonly #options: ElasticsearchOptions
  #running: ServerProcess | null = null

  private constructor(options: ElasticsearchOptions) {
    this.#options = options
  }

  /** Starts with an empty folder; with `keep` the data of the last time is used. */
  static async start(options: ElasticsearchOptions, { keep = false } = {}): Promise<ElasticsearchServer> {
    const server = new ElasticsearchServer(options)
    if (!keep) rmSync(join(options.folder, 'data'), { recursive: true, force: true })
    server.#configure()
    await server.restart()
    return server
  }

  get url(): string {
    return `${this.#options.https ? 'https' : 'http'}://127.0.0.1:${this.#options.port}`
  }

  get process(): ServerProcess {
    return this.#running!
  }

  /** Starts it again with its data. */
  async restart(): Promise<void> {
    const { programs, folder, heapMb = 1024 } = this.#options
    this.#running = new ServerProcess({
      name: 'Elasticsearch',
      command: join(programs, 'bin/elasticsearch'),
      args: [],
      env: {
        ES_JAVA_HOME: javaHome(),
        ES_JAVA_OPTS: `-Xms${heapMb}m -Xmx${heapMb}m`,
        ES_PATH_CONF: join(folder, 'config'),
        ES_TMPDIR: join(folder, 'tmp'),
      },
      logFile: join(folder, 'server.log'),
      ...(process.getuid?.() === 0 && { user: NOBODY }),
    })
    await this.process.until(() => this.#answers(), 180_000)
  }

  async stop(): Promise<void> {
    await this.#running?.stop()
  }

  #answers(): Promise<boolean> {
    const { https } = this.#options
    const path = `${this.url}/_cluster/health?wait_for_status=yellow&timeout=1s`
    return new Promise((resolve) => {
      // Whether it is up is all that is asked here; its certificate is checked by those who use it.
      const done = ({ statusCode = 0 }: { statusCode?: number | undefined }) =>
        // With security on it asks for a sign-in: it is up all the same.
        resolve(statusCode === 200 || statusCode === 401)
      const request = https
        ? getSecurely(path, { timeout: 3000, rejectUnauthorized: false }, (answer) => done(answer.resume()))
        : get(path, { timeout: 3000 }, (answer) => done(answer.resume()))
      request.once('error', () => resolve(false)).once('timeout', () => request.destroy())
    })
  }

  #configure(): void {
    const { programs, folder, port, settings = {} } = this.#options
    for (const name of ['config', 'data', 'logs', 'tmp', 'snapshots'])
      mkdirSync(join(folder, name), { recursive: true })
    // What is configured per server stands in its own folder; the programs stay as they were got.
    const config = join(folder, 'config')
    for (const file of readdirSync(join(programs, 'config'), { withFileTypes: true }))
      if (file.isFile() && !existsSync(join(config, file.name)))
        copyFileSync(join(programs, 'config', file.name), join(config, file.name))
    const lines = {
      'cluster.name': 'moodlight',
      'discovery.type': 'single-node',
      'network.host': '127.0.0.1',
      'http.port': port,
      'transport.port': port + 100,
      'path.data': join(folder, 'data'),
      'path.logs': join(folder, 'logs'),
      'path.repo': join(folder, 'snapshots'),
      'xpack.security.enabled': false,
      'cluster.routing.allocation.disk.threshold_enabled': false,
      ...settings,
    }
    writeFileSync(
      join(config, 'elasticsearch.yml'),
      `${Object.entries(lines)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? JSON.stringify(value) : value}`)
        .join('\n')}\n`,
    )
    this.#options.prepare?.(config)
    for (const name of readdirSync(join(programs, 'bin'))) chmodSync(join(programs, 'bin', name), 0o755)
    if (process.getuid?.() !== 0) return
    // A folder that mkdtemp has made lets nobody through.
    const above = dirname(folder)
    if (above.startsWith(join(tmpdir(), '/'))) chmodSync(above, statSync(above).mode | 0o011)
    give(folder)
  }
}

function give(path: string): void {
  chownSync(path, NOBODY.uid, NOBODY.gid)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const at = join(path, entry.name)
    if (entry.isDirectory()) give(at)
    else if (entry.isFile()) chownSync(at, NOBODY.uid, NOBODY.gid)
  }
}
