import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCluster } from '@moodlight/moodlight'
import { afterAll, expect, test } from 'vitest'
import { debianTools, kubernetesValidate } from '../../scripts/images/tools.ts'
import { boardExpressions, DEPLOY } from './metric-names.ts'

const noPromtool = debianTools({ promtool: 'prometheus', openssl: 'openssl' })
if (noPromtool !== null) console.log(`skipped: Prometheus' own checks: ${noPromtool}`)

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: DEPLOY, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

const folder = mkdtempSync(join(tmpdir(), 'moodlight-deploy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
/** Tools that read files do not read from a socket. */
function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test.skipIf(noPromtool !== null)(
  'promtool: configuration, rules, and each alarm goes off for what it is meant for',
  () => {
    const config = run('promtool', 'check', 'config', 'prometheus/prometheus.yaml')
    expect(config.said).toContain('is valid prometheus config')
    expect(config.status).toBe(0)
    const rules = run('promtool', 'check', 'rules', 'prometheus/moodlight.rules.yaml')
    expect(rules.said).toMatch(/SUCCESS: \d+ rules found/)
    const tests = run('promtool', 'test', 'rules', 'prometheus/moodlight.rules.test.yaml')
    expect(tests.said).not.toContain('FAILED')
    expect(tests.status).toBe(0)
  },
)

test('every alarm has a test, and a row in the table of what to do', () => {
  const names = (text: string) => [...new Set(text.match(/\bMoodlight[A-Z]\w+/g))].sort()
  const alarms = names(readFileSync(join(DEPLOY, 'prometheus/moodlight.rules.yaml'), 'utf8'))
  expect(alarms.length).toBeGreaterThan(5)
  expect(names(readFileSync(join(DEPLOY, 'prometheus/moodlight.rules.test.yaml'), 'utf8'))).toEqual(alarms)
  expect(names(readFileSync(join(DEPLOY, '../docs/operations.md'), 'utf8'))).toEqual(alarms)
})

test.skipIf(noPromtool !== null)('every expression of the board is one that Prometheus reads', () => {
  const rules = boardExpressions().map((expr, n) => `      - { record: 'panel:${n}', expr: ${JSON.stringify(expr)} }`)
  const file = `groups:\n  - name: board\n    rules:\n${rules.join('\n')}\n`
  const { status, said } = run('promtool', 'check', 'rules', written('board.rules.yaml', file))
  expect(said).toContain(`SUCCESS: ${rules.length} rules found`)
  expect(status).toBe(0)
})

test('kubernetes-validate, strictly: every manifest; a key that is none is found', () => {
  const validate = kubernetesValidate()
  const files = readdirSync(join(DEPLOY, 'kubernetes')).map((name) => join('kubernetes', name))
  const result = run(validate, '--strict', ...files)
  expect(result.said).not.toContain('ERROR')
  expect(result.status).toBe(0)
  const text = readFileSync(join(DEPLOY, 'kubernetes/query.yaml'), 'utf8')
  const wrong = run(validate, '--strict', written('query.yaml', text.replace('readinessProbe', 'readynessProbe')))
  expect(wrong.said).toContain('readynessProbe')
  expect(wrong.status).not.toBe(0)
})

test('no workload runs as root, writes to its root, has no limits or no probes; no Secret stands in a file', () => {
  for (const name of ['ingest', 'enrich', 'index', 'query']) {
    const text = readFileSync(join(DEPLOY, `kubernetes/${name}.yaml`), 'utf8')
    const containers = text.match(/^ {10}image: /gm)?.length ?? 0
    for (const key of [
      'readOnlyRootFilesystem: true',
      'allowPrivilegeEscalation: false',
      'limits:',
      'readinessProbe:',
      'livenessProbe:',
    ])
      expect(text.split(key).length - 1, `${name}: ${key}`).toBe(containers)
    expect(text).toContain('runAsNonRoot: true')
    expect(text).toContain('kind: PodDisruptionBudget')
    expect(text).not.toContain('kind: Secret')
  }
})

/** A file that stands in the manifest of the configuration. */
function inConfigMap(name: string): string {
  const text = readFileSync(join(DEPLOY, 'kubernetes/config.yaml'), 'utf8')
  const from = text.indexOf(`  ${name}: |\n`) + name.length + 6
  const to = text.indexOf('\n---\n', from)
  return text.slice(from, to === -1 ? undefined : to + 1).replace(/^ {4}/gm, '')
}

test('the proxy of Kubernetes is that of compose', () => {
  expect(inConfigMap('nginx.conf')).toBe(readFileSync(join(DEPLOY, 'page/nginx.conf'), 'utf8'))
})

test('both configurations are valid, and query listens on loopback only', () => {
  for (const file of [join(DEPLOY, 'moodlight.yaml'), written('kubernetes.yaml', inConfigMap('moodlight.yaml'))]) {
    const { config } = readCluster(file)
    expect(config.server.host).toBe('127.0.0.1')
    expect(config.health.port).toBe(4690)
    expect(config.log.development).toBe(false)
  }
})
