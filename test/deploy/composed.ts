import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { APP_IMAGE } from '../../scripts/images/app.ts'
import { docker, startEngine } from '../../scripts/images/engine.ts'
import { makeImages } from '../../scripts/images/make.ts'
import { compose } from '../../scripts/images/tools.ts'
import { DEPLOY } from './metric-names.ts'

const PAGE = '127.0.0.1:23480'
const HOOKS = '127.0.0.1:23481'
const PROMETHEUS = '127.0.0.1:23490'
/** Its registry cannot be reached everywhere, and its image cannot be made from published artifacts. */
const WITHOUT = 'grafana'

export interface Composed {
  readonly page: string
  readonly hook: string
  readonly prometheus: string
  readonly inbox: string
  readonly webhookSecret: string
  readonly password: string
  /** Runs compose. @throws with what it said */
  run(...args: string[]): string
  /** What docker knows of a service's container. */
  inspect(service: string): Inspected
  down(): Promise<void>
}

export interface Inspected {
  readonly Config: { readonly User: string }
  readonly HostConfig: { readonly ReadonlyRootfs: boolean }
  readonly State: { readonly Status: string; readonly Health?: { readonly Status: string } }
}

/** deploy/compose.yaml with its own configuration, brought up under a name of the test: all of it but Grafana. */
export async function composed(): Promise<Composed> {
  const stop = await startEngine()
  const folder = mkdtempSync(join(tmpdir(), 'moodlight-compose-'))
  const inbox = join(folder, 'inbox')
  mkdirSync(inbox, { mode: 0o755 })
  const secrets = join(folder, 'secrets')
  const made = spawnSync('sh', [join(DEPLOY, 'secrets.sh'), secrets], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`secrets.sh: ${made.stderr}`)
  const config = readFileSync(join(DEPLOY, 'moodlight.yaml'), 'utf8')
    .replaceAll('my-brand', 'testbank')
    .replaceAll('My Brand', 'Testbank')
    .replace('allowedHosts: [', `allowedHosts: ["${PAGE}", `)
  writeFileSync(join(folder, 'moodlight.yaml'), config)
  const env = {
    ...process.env,
    MOODLIGHT_IMAGE: APP_IMAGE,
    MOODLIGHT_CONFIG: join(folder, 'moodlight.yaml'),
    MOODLIGHT_SECRETS: secrets,
    MOODLIGHT_INBOX: inbox,
    MOODLIGHT_PAGE: PAGE,
    MOODLIGHT_HOOKS: HOOKS,
    MOODLIGHT_PROMETHEUS: PROMETHEUS,
    KAFKA_HEAP: '-Xmx384m',
    ELASTICSEARCH_HEAP: '-Xms512m -Xmx512m',
  }
  const [command, ...first] = compose() as [string, ...string[]]
  const run = (...args: string[]) => {
    const all = [...first, '--project-name', 'moodlight-test', '--file', join(DEPLOY, 'compose.yaml'), ...args]
    const { status, stdout, stderr } = spawnSync(command, all, { env, encoding: 'utf8', maxBuffer: 64 << 20 })
    if (status !== 0) throw new Error(`compose ${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }
  const down = async () => {
    run('down', '--volumes', '--timeout', '40')
    rmSync(folder, { recursive: true, force: true })
    await stop()
  }
  try {
    await makeImages({ app: true }, console.log)
    const services = run('config', '--services').trim().split('\n')
    run('up', '--detach', '--pull', 'never', ...services.filter((name) => name !== WITHOUT))
  } catch (error) {
    await down()
    throw error
  }
  return {
    page: `http://${PAGE}`,
    hook: `http://${HOOKS}/hooks/hook`,
    prometheus: `http://${PROMETHEUS}`,
    inbox,
    webhookSecret: readFileSync(join(secrets, 'webhook'), 'utf8').trim(),
    password: /user moodlight, password (\S+)/.exec(made.stdout)?.[1] ?? '',
    run,
    inspect: (service) => JSON.parse(docker('inspect', run('ps', '--quiet', service).trim()))[0] as Inspected,
    down,
  }
}
