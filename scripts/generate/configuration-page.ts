import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClusterConfig, MoodlightConfig } from '@moodlight/moodlight'
import * as z from 'zod'
import type { Generated } from './generators.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Node {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
}

/** Where the doc comments of a section stand; a key is looked up in the files of its section, in order. */
const COMMENTS: Readonly<Record<string, readonly string[]>> = {
  brands: ['packages/core/src/settings.ts'],
  'sources (type: file)': ['packages/connectors/src/file/config.ts', 'packages/connectors/src/config.ts'],
  'sources (type: webhook)': [
    'packages/connectors/src/webhook/config.ts',
    'packages/connectors/src/config.ts',
    'packages/core/src/secret.ts',
  ],
  'sources (type: feeds)': ['packages/connectors/src/feeds/config.ts', 'packages/connectors/src/config.ts'],
  'sources (type: demo)': ['packages/connectors/src/config.ts'],
  server: ['services/query/src/config.ts'],
  mood: ['services/query/src/config.ts'],
  ingest: ['services/ingest/src/config.ts'],
  enrich: ['services/enrich/src/config.ts'],
  log: ['packages/log-sqlite/src/config.ts'],
  store: ['packages/store-sqlite/src/config.ts'],
  'cluster: its own keys': ['services/moodlight/src/cluster/config.ts'],
  'cluster: ingest': ['services/ingest/src/config.ts', 'services/moodlight/src/cluster/config.ts'],
  'cluster: log (type: kafka)': ['packages/log-kafka/src/config.ts'],
  'cluster: store (type: elasticsearch)': ['packages/store-elasticsearch/src/config.ts'],
}

/** `key` → its doc comment, the first of the file. */
function commentsOf(file: string): Map<string, string> {
  const found = new Map<string, string>()
  const text = readFileSync(join(root, file), 'utf8')
  for (const [, comment = '', key = ''] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\n\s*(\w+):/g)) {
    const words = comment
      .replace(/^\s*\*?/gm, ' ')
      .replace(/\s+/g, ' ')
      .replace(/\{@link (\w+)\}/g, '$1')
      .trim()
    if (!found.has(key)) found.set(key, words)
  }
  return found
}

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``

function kindOf(node: Node): string {
  if (node.const !== undefined) return code(node.const)
  if (node.enum) return node.enum.map(code).join(', ')
  const parts = node.anyOf ?? node.oneOf
  if (parts) return [...new Set(parts.map(kindOf))].join(' or ')
  if (node.type === 'array') return `list of ${node.items ? kindOf(node.items) : 'anything'}`
  if (node.type === 'integer' || node.type === 'number') {
    const range = [
      node.minimum !== undefined && node.minimum > -1e15 ? `from ${node.minimum}` : '',
      node.maximum !== undefined && node.maximum < 1e15 ? `to ${node.maximum}` : '',
    ]
      .filter(Boolean)
      .join(' ')
    return `${node.type === 'integer' ? 'whole number' : 'number'}${range === '' ? '' : ` ${range}`}`
  }
  if (node.type === 'object') return 'map'
  return node.type === 'string'
    ? 'text'
    : node.type === 'boolean'
      ? 'true or false'
      : node.type === 'null'
        ? 'nothing'
        : 'anything'
}

/** Rows of a map, maps inside it as `outer.inner`; a list of maps as `list[].key`. */
function rowsOf(node: Node, comments: ReadonlyMap<string, string>, prefix = ''): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = `${prefix}${key}`
    const inner = mapIn(child)
    const preset =
      child.default === undefined ? (node.required?.includes(key) ? '**required**' : '') : code(child.default)
    const comment = (comments.get(key) ?? '').replaceAll('|', '\\|')
    const row = `| \`${name}\` | ${kindOf(child).replaceAll('|', '\\|')} | ${inner && !inner.list ? '' : preset} | ${comment} |`
    return inner ? [row, ...rowsOf(inner.node, comments, `${name}${inner.list ? '[]' : ''}.`)] : [row]
  })
}

function mapIn(node: Node): { node: Node; list: boolean } | null {
  if (node.properties) return { node, list: false }
  const item = node.type === 'array' ? node.items : undefined
  const map = item?.properties ? item : item?.anyOf?.find((part) => part.properties)
  return map ? { node: map, list: true } : null
}

function section([name, node]: [string, Node]): string[] {
  const comments = new Map((COMMENTS[name] ?? []).toReversed().flatMap((file) => [...commentsOf(file)]))
  const head = ['', `## ${name}`, '', '| key | value | default | meaning |', '|---|---|---|---|']
  return [...head, ...rowsOf(node, comments)]
}

/** What only a cluster has. */
function clusterSections(): [string, Node][] {
  const { properties = {} } = schemaOf(ClusterConfig)
  const { secret = {}, health = {}, stopSeconds = {}, ingest = {}, log = {}, store = {} } = properties
  return [
    ['cluster: its own keys', { properties: { secret, health, stopSeconds }, required: ['secret'] }],
    ['cluster: ingest', ingest],
    ['cluster: log (type: kafka)', log],
    ['cluster: store (type: elasticsearch)', store],
  ]
}

const schemaOf = (config: z.ZodType): Node =>
  z.toJSONSchema(config, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Node

/** docs/configuration.md from the schema of the configuration and the doc comments beside its keys. */
export function configurationPage(): Generated {
  const schema = schemaOf(MoodlightConfig)
  const sections: [string, Node][] = Object.entries(schema.properties ?? {}).flatMap(
    ([key, node]): [string, Node][] => {
      if (key !== 'sources') return [[key, key === 'brands' ? (node.items ?? {}) : node]]
      const types = node.items?.oneOf ?? node.items?.anyOf ?? []
      return types.map((type): [string, Node] => [`sources (type: ${String(type.properties?.['type']?.const)})`, type])
    },
  )
  const lines = [
    '# Configuration',
    '',
    '<!-- Generated by scripts/generate/configuration-page.ts from the zod schemas and the comments beside their keys. -->',
    '',
    'One YAML file, given with `--config` or lying as `moodlight.yaml` in the data folder. `npm run -s moodlight -- check` finds every',
    'problem at once. Paths are meant from where the file lies. Secrets never stand in it: they are named by `{ env: NAME }` or `{ file: PATH }`.',
    '',
    '```yaml',
    'brands:',
    '  - id: my-bank',
    '    label: My Bank',
    '    names: [My Bank, { text: MB, exactCase: true, needsContext: true }]',
    '    context: [bank, account, app]',
    'sources:',
    '  - { id: inbox, type: file, paths: [./inbox] }',
    '  - { id: news, type: feeds, feeds: [https://news.example/rss.xml] }',
    '```',
  ]
  lines.push(...sections.flatMap(section))
  lines.push(
    '',
    '## Services as processes',
    '',
    'A file whose `log` has `type: kafka` is the configuration of a cluster (`moodlight ingest|enrich|index|query --config cluster.yaml`). It has',
    '`brands`, `sources`, `server`, `mood` and `enrich` as above, and these keys; `moodlight cluster up` writes one for this machine.',
    '',
    '```yaml',
    'secret: { file: ./secret }        # 32 characters or more, the same for every service, kept for ever',
    "log: { type: kafka, brokers: ['kafka1:9092', 'kafka2:9092', 'kafka3:9092'] }",
    "store: { type: elasticsearch, nodes: ['https://es1:9200'], user: moodlight, password: { env: ES_PASSWORD } }",
    '```',
    ...clusterSections().flatMap(section),
  )
  return { files: new Map([['docs/configuration.md', `${lines.join('\n')}\n`]]) }
}
