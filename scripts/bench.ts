import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Runs every benchmark, each in a process of its own, and writes docs/benchmarks.md. A bench prints one JSON line a case:
 * {"bench","case","value","unit","baseline","ratio"}; `baseline` was measured in the same run. Names as arguments choose some; what
 * the page says of the others stays.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const chosen = process.argv.slice(2)

interface Line {
  readonly bench: string
  readonly case: string
  readonly value: number
  readonly unit: string
  readonly baseline?: number | null
  readonly ratio?: number | null
  readonly [more: string]: unknown
}

function benches(): string[] {
  const rooms = ['packages', 'services'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => join(root, kind, name, 'bench')),
  )
  return [...rooms, join(root, 'test', 'perf')].flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.bench.ts'))
        .map((name) => join(folder, name))
    } catch {
      return []
    }
  })
}

const figure = (n: number | null | undefined): string =>
  n === null || n === undefined ? '' : n >= 100 ? Math.round(n).toLocaleString('en') : String(Number(n.toPrecision(3)))

const PAGE = join(root, 'docs', 'benchmarks.md')
const sections = new Map<string, string>()
const names = benches().map((file) => relative(root, file))
for (const section of existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(/^## /m).slice(1) : []) {
  const name = section.slice(0, section.indexOf('\n'))
  if (names.includes(name)) sections.set(name, `## ${section.trimEnd()}\n`)
}
for (const name of names) {
  const file = join(root, name)
  if (chosen.length > 0 && !chosen.some((part) => name.includes(part))) continue
  console.log(`${name} …`)
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) {
    console.error(stderr)
    process.exitCode = 1
    continue
  }
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
  console.log(
    lines
      .map(
        (line) =>
          `  ${line.case}: ${figure(line.value)} ${line.unit}${line.ratio ? `, ${line.ratio.toFixed(2)} of the baseline` : ''}`,
      )
      .join('\n'),
  )
  // A bench whose material is not here measures nothing.
  if (lines.length === 0) continue
  const rows = lines.map(
    (line) =>
      `| ${line.case} | ${figure(line.value)} ${line.unit} | ${figure(line.baseline)} | ${line.ratio ? line.ratio.toFixed(2) : ''} |`,
  )
  sections.set(
    name,
    [`## ${name}`, '', '| case | figure | baseline | ratio |', '|---|---|---|---|', ...rows, ''].join('\n'),
  )
}

const cpu = cpus()[0]?.model ?? 'unknown'
const page = [
  '# Benchmarks',
  '',
  '<!-- Written by `npm run bench`. -->',
  '',
  `Taken on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, ${cpus().length} cores (${cpu}), ${Math.round(totalmem() / 2 ** 30)} GiB.`,
  'Each figure stands beside a baseline of the same run; only the ratio can be compared between machines, and below 1 is slower than',
  'the baseline. Figures in which we lose are here like the others. What a baseline is stands at the top of the bench named in each heading.',
  '',
  ...names.flatMap((name) => sections.get(name) ?? []),
]
writeFileSync(PAGE, page.join('\n'))
