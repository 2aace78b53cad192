import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type * as z from 'zod'
import { explainIssue } from './explain-issue.ts'
import { KnownKeys } from './known-keys.ts'
import { mended } from './mend.ts'
import { type ConfigProblem, pathOf, pathText } from './problem.ts'

type Document = ReturnType<typeof parseDocument>

export type ParsedConfig<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

/** Offset of what stands at `path`: its key when asked for, else its value, else the nearest thing around it. */
function offsetOf(document: Document, path: readonly PropertyKey[], atKey: boolean): number | null {
  for (let depth = path.length; depth >= 0; depth--) {
    const parent = depth === 0 ? null : document.getIn(path.slice(0, depth - 1), true)
    const last = path[depth - 1]
    const pair = isMap(parent) ? parent.items.find((p) => (isScalar(p.key) ? p.key.value : p.key) === last) : undefined
    if (pair && (atKey || depth < path.length) && isNode(pair.key)) return pair.key.range?.[0] ?? null
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return null
}

/**
 * Reads YAML by a schema and finds all problems at once. `check` says what zod cannot see alone (ids that stand twice); its
 * paths are text (`brands[0].id`).
 */
export function parseConfig<S extends z.ZodType>(
  text: string,
  schema: S,
  check: (value: z.output<S>) => readonly { path: string; message: string }[] = () => [],
): ParsedConfig<z.output<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const line = (offset: number | null) => (offset === null ? null : lines.linePos(offset).line)
  if (document.errors.length > 0) {
    const problems = document.errors.map((e) => ({ path: '', line: line(e.pos[0]), message: e.message, meant: null }))
    return { ok: false, problems }
  }
  let json: unknown
  try {
    json = document.toJS({ maxAliasCount: 100 }) ?? {}
  } catch (error) {
    return { ok: false, problems: [{ path: '', line: null, message: (error as Error).message, meant: null }] }
  }
  const parsed = schema.safeParse(json)
  const checked = parsed.success ? parsed.data : mended(json, schema)
  const beyond = (checked === null ? [] : check(checked)).map(({ path, message }) => ({
    path,
    line: line(offsetOf(document, pathOf(path), false)),
    message,
    meant: null,
  }))
  if (parsed.success) return beyond.length > 0 ? { ok: false, problems: beyond } : { ok: true, value: parsed.data }
  const known = new KnownKeys(schema)
  const problems = parsed.error.issues
    .flatMap((issue) => explainIssue(issue, known, json))
    .map(({ path, atKey, message, meant }) => ({
      path: pathText(path),
      line: line(offsetOf(document, path, atKey)),
      message,
      meant,
    }))
  return { ok: false, problems: [...problems, ...beyond].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}
