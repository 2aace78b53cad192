// Plain JavaScript for any Node ≥ 20: it brings the rest (packages, Node 24, the built page) before anything else can run.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PNPM = 'pnpm@12.21.0'
const DASHBOARD = join(ROOT, 'services', 'dashboard')

/** Node 24, as an ordinary package of the registry. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const say = (text) => process.stderr.write(`${text}\n`)

function fail(text) {
  say(text)
  process.exit(1)
}

function hashFiles(paths) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

function filesBelow(folder, skip) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (skip.includes(entry.name)) return []
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path, skip) : [path]
    })
}

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** Installs the packages when the lock file is newer than what is installed. Needs the registry only then. */
export function ensureInstalled() {
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < 20)
    fail(
      `Moodlight needs Node 20 or newer to start; this is ${process.version}. Install it from your system's packages.`,
    )
  const manifests = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(ROOT, name))
  for (const kind of ['packages', 'services']) {
    for (const name of readdirSync(join(ROOT, kind)).sort()) {
      const manifest = join(ROOT, kind, name, 'package.json')
      if (existsSync(manifest)) manifests.push(manifest)
    }
  }
  const stamp = join(ROOT, 'node_modules', '.moodlight-installed')
  const wanted = hashFiles(manifests)
  if (read(stamp) === wanted && existsSync(NODE)) return
  say('Moodlight: downloading its packages from the npm registry, Node 24 among them (about 200 MB, only this once) …')
  const started = Date.now()
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const result = spawnSync(npx, ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CI: 'true' },
  })
  if (result.status !== 0) {
    say(`${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-20).join('\n'))
    fail(
      'Moodlight: the download failed. Is the npm registry reachable? Run the same command again; what is there already is kept.',
    )
  }
  writeFileSync(stamp, wanted)
  say(`Moodlight: packages ready after ${Math.round((Date.now() - started) / 1000)} s.`)
}

/** Builds the page when its sources are newer than what is built. */
export function ensurePage() {
  const wanted = hashFiles([
    ...filesBelow(DASHBOARD, ['node_modules', 'dist']),
    ...filesBelow(join(ROOT, 'packages', 'api'), ['node_modules']),
    join(ROOT, 'pnpm-lock.yaml'),
  ])
  const stamp = join(DASHBOARD, 'dist', '.built')
  if (read(stamp) === wanted) return
  say('Moodlight: building the page …')
  const vite = join(DASHBOARD, 'node_modules', 'vite', 'bin', 'vite.js')
  const result = spawnSync(NODE, [vite, 'build', '--logLevel', 'error'], { cwd: DASHBOARD, encoding: 'utf8' })
  if (result.status !== 0) fail(`${result.stdout ?? ''}${result.stderr ?? ''}\nMoodlight: the page could not be built.`)
  mkdirSync(join(DASHBOARD, 'dist'), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Runs a script or program under Node 24 and ends with its exit code; signals reach it. */
export function runNode(args, options = {}) {
  // Node keeps what it has compiled, so that later starts are about a second shorter (it does without where it may not write).
  const compiled = join(ROOT, 'node_modules', '.cache', 'moodlight-compiled')
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
  const child = spawn(NODE, args, { stdio: 'inherit', env, ...options })
  // A terminal sends Ctrl-C to the whole group by itself; a plain `kill` reaches only us.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1))))
}

/** true when `path` is a folder. */
export const isFolder = (path) => existsSync(path) && statSync(path).isDirectory()
