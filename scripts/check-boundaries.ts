import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ADAPTERS, FORBIDDEN_NAMES, LEVELS, MAX_LINES, TEST_ONLY } from './levels.ts'

/** Fails on any import that the levels do not allow, on undeclared dependencies, cycles, god files and rooms without a name. */
const root = fileURLToPath(new URL('..', import.meta.url))
const problems: string[] = []

interface Room {
  readonly name: string
  readonly folder: string
  readonly dependencies: ReadonlySet<string>
  readonly devDependencies: ReadonlySet<string>
}

function rooms(): Room[] {
  return ['packages', 'services'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => {
      const manifest = JSON.parse(readFileSync(join(root, kind, name, 'package.json'), 'utf8')) as Record<
        string,
        Record<string, string>
      >
      return {
        name,
        folder: join(root, kind, name),
        dependencies: new Set(Object.keys(manifest['dependencies'] ?? {})),
        devDependencies: new Set(Object.keys(manifest['devDependencies'] ?? {})),
      }
    }),
  )
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|tsx|mts)$/.test(entry.name) ? [path] : []
  })
}

/** Static and dynamic imports and re-exports; `typeOnly` when nothing of it is left at run time. */
function imports(text: string): { specifier: string; typeOnly: boolean }[] {
  const found: { specifier: string; typeOnly: boolean }[] = []
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  for (const [, type, specifier] of text.matchAll(statement))
    found.push({ specifier: specifier as string, typeOnly: type !== undefined })
  for (const [, specifier] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ specifier: specifier as string, typeOnly: false })
  return found
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /\/(bench|test)\//.test(path)

function checkRoomImport(room: Room, file: string, target: string): void {
  const at = relative(root, file)
  const test = isTest(file) || TEST_ONLY.has(room.name)
  const declared =
    room.dependencies.has(`@moodlight/${target}`) || (test && room.devDependencies.has(`@moodlight/${target}`))
  if (!declared) problems.push(`${at}: @moodlight/${target} is not declared in package.json`)
  if (test) return
  if (TEST_ONLY.has(target)) return void problems.push(`${at}: ${target} is for tests only`)
  const mine = LEVELS[room.name]
  const theirs = LEVELS[target]
  if (mine === undefined || theirs === undefined)
    return void problems.push(`${at}: no level for ${room.name} → ${target}; see scripts/levels.ts`)
  if (theirs > mine || (theirs === mine && mine >= 3))
    problems.push(`${at}: ${room.name} (L${mine}) may not import ${target} (L${theirs})`)
  if (ADAPTERS.has(target) && room.name !== 'moodlight')
    problems.push(`${at}: only moodlight composes adapters, ${target} is one`)
}

function checkFile(room: Room, file: string, edges: Map<string, string[]>): void {
  const at = relative(root, file)
  const text = readFileSync(file, 'utf8')
  const said = at.replace(/(\.test)?\.tsx?$/, '').split('/')
  for (const name of said)
    if (FORBIDDEN_NAMES.has(name)) problems.push(`${at}: the name "${name}" says nothing; name what it holds`)
  const lines = text.split('\n').length
  if (lines > MAX_LINES && !/\/(data|models|texts)\//.test(at))
    problems.push(`${at}: ${lines} lines, the wall is ${MAX_LINES}`)
  for (const { specifier, typeOnly } of imports(text)) {
    const ours = /^@moodlight\/([^/]+)/.exec(specifier)
    if (ours) checkRoomImport(room, file, ours[1] as string)
    else if (specifier.startsWith('.')) {
      const target = resolve(dirname(file), specifier)
      if (!target.startsWith(`${room.folder}/`)) problems.push(`${at}: reaches out of its room to ${specifier}`)
      else if (!typeOnly) edges.set(file, [...(edges.get(file) ?? []), target])
    } else if (!specifier.startsWith('node:')) {
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      const dev = isTest(file) || TEST_ONLY.has(room.name)
      const rootDev = isTest(file) && ['vitest', 'fast-check', 'playwright-core'].includes(name)
      if (
        !room.dependencies.has(name) &&
        !(dev && room.devDependencies.has(name)) &&
        !rootDev &&
        basename(file) !== 'vite.config.ts'
      )
        problems.push(`${at}: ${name} is not declared in package.json`)
    }
  }
}

function findCycles(edges: Map<string, string[]>): void {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      problems.push(`cycle: ${[...path.slice(path.indexOf(file)), file].map((f) => relative(root, f)).join(' → ')}`)
      return
    }
    state.set(file, 'open')
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of edges.keys()) visit(file, [])
}

for (const room of rooms()) {
  const edges = new Map<string, string[]>()
  for (const file of sources(room.folder)) checkFile(room, file, edges)
  findCycles(edges)
}
for (const problem of problems) console.log(problem)
console.log(problems.length === 0 ? 'levels: every import points downwards' : `levels: ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
