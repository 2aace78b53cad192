import type * as z from 'zod'
import { nearest } from './edit-distance.ts'
import type { KnownKeys } from './known-keys.ts'
import { pathText } from './problem.ts'

type Issue = z.core.$ZodIssue

export interface Explained {
  readonly path: readonly PropertyKey[]
  /** true: the place is that of the key itself. */
  readonly atKey: boolean
  readonly message: string
  readonly meant: string | null
}

/** `did you mean`: a sibling of nearly that name, else the place where that very key belongs. */
function meantKey(known: KnownKeys, path: readonly PropertyKey[], key: string): string | null {
  const sibling = nearest(key, known.keys(path))
  return sibling ? pathText([...path, sibling]) : known.home(key)
}

/** Of a union, the branch that fits best speaks: the one whose problems lie deepest, then the one with fewest. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map((issue) => issue.path.length))
  const ordered = [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)
  return ordered[0] ?? []
}

/** An issue of zod as sentences for the person who wrote the file. */
export function explainIssue(
  issue: Issue,
  known: KnownKeys,
  whole: unknown,
  under: readonly PropertyKey[] = [],
): Explained[] {
  const path = [...under, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const allowed = known.keys(path)
      const list = allowed.length > 0 && allowed.length <= 12 ? `; allowed are ${allowed.join(', ')}` : ''
      const meant = meantKey(known, path, key)
      return { path: [...path, key], atKey: true, message: `there is no such key${meant ? '' : list}`, meant }
    })
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && depthOf(issue.errors) > 0)
    return bestBranch(issue.errors).flatMap((inner) => explainIssue(inner, known, whole, path))
  const values = known.values(path)
  const given = valueAt(whole, path)
  if (given === undefined)
    return [{ path, atKey: false, message: `is missing: ${expected(issue, values)}`, meant: null }]
  return [
    {
      path,
      atKey: false,
      message: expected(issue, values),
      meant: typeof given === 'string' ? nearest(given, values) : null,
    },
  ]
}

const depthOf = (branches: readonly (readonly Issue[])[]): number =>
  Math.max(0, ...branches.flat().map((issue) => issue.path.length))

function expected(issue: Issue, values: readonly string[]): string {
  if (values.length > 0) return `one of ${values.join(', ')} is expected`
  return issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], whole)
}
