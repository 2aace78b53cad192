import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serversFolder } from '@moodlight/servers'

const COMPOSE = 'v2.40.3'
const VALIDATE = 'kubernetes-validate==1.37.0'

const finds = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** What Debian packages for these programs; each is installed when it is missing, this is Debian and we are root. */
export function debianTools(tools: Readonly<Record<string, string>>): string | null {
  const missing = () => Object.keys(tools).filter((name) => !finds('sh', '-c', `command -v ${name}`))
  if (missing().length === 0) return null
  if (process.getuid?.() !== 0 || !finds('apt-get', '--version')) return `${missing().join(', ')} not found`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
  execFileSync('apt-get', ['update', '-qq'], options)
  const packages = [...new Set(missing().map((name) => tools[name] as string))]
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
  return missing().length === 0 ? null : `${missing().join(', ')} not found`
}

/** The command of Compose 2: that of this machine, or one built once from the Go module proxy. @throws without both */
export function compose(): readonly string[] {
  if (finds('docker', 'compose', 'version')) return ['docker', 'compose']
  const program = join(serversFolder(), `compose-${COMPOSE}`)
  if (existsSync(program)) return [program]
  const module = `github.com/docker/compose/v2@${COMPOSE}`
  const told = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8', cwd: tmpdir() })
  const { Dir } = JSON.parse(told) as { Dir: string }
  const source = mkdtempSync(join(tmpdir(), 'moodlight-compose-'))
  try {
    // What Go has downloaded is read-only, and building needs a place of its own.
    cpSync(Dir, source, { recursive: true })
    execFileSync('chmod', ['-R', 'u+w', source])
    mkdirSync(serversFolder(), { recursive: true })
    const version = `-X github.com/docker/compose/v2/internal.Version=${COMPOSE}`
    execFileSync('go', ['build', '-trimpath', '-ldflags', `-s -w ${version}`, '-o', program, './cmd'], {
      cwd: source,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    chmodSync(program, 0o755)
    return [program]
  } finally {
    rmSync(source, { recursive: true, force: true })
  }
}

/** The command of kubernetes-validate, from PyPI in an environment of its own. @throws without Python */
export function kubernetesValidate(): string {
  const folder = join(serversFolder(), 'kubernetes-validate')
  const program = join(folder, 'bin/kubernetes-validate')
  if (existsSync(program)) return program
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' })
  execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', VALIDATE], { stdio: ['ignore', 'ignore', 'inherit'] })
  return program
}
