import { Parser } from 'htmlparser2'
import { prefixOf } from './namespaces.ts'

/** An element of a feed; names carry the house's prefix of their namespace (`dc:creator`), whatever the feed calls it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
  readonly parent: Element | null
}

export interface TreeLimits {
  readonly maxDepth: number
  readonly maxNodes: number
}

export interface TreeResult {
  readonly root: Element | null
  /** Why reading stopped before the end; null when it did not. What was read before is there. */
  readonly stopped: string | null
}

class Stop extends Error {}

interface Open {
  readonly element: Element
  /** Namespace prefixes in force. */
  readonly scope: ReadonlyMap<string, string>
}

/**
 * Reads XML as it is found in feeds: unclosed and crossed tags, bare ampersands, undeclared prefixes and entities are taken
 * as they come. Entities of a DOCTYPE are never expanded (the parser does not know them). `onItem` gets each `item` and
 * `entry` when it ends, and those do not stay in the tree. Depth and nodes are bounded.
 */
export function readTree(
  xml: string,
  limits: TreeLimits,
  isItem: (element: Element) => boolean,
  onItem: (element: Element) => void,
): TreeResult {
  let root: Element | null = null
  let stopped: string | null = null
  let nodes = 0
  let ending = false
  const open: Open[] = []
  let rootNamespace = ''
  const parser = new Parser(
    {
      onopentag(rawName, rawAttributes) {
        if (++nodes > limits.maxNodes) throw new Stop('too many elements')
        if (open.length >= limits.maxDepth) throw new Stop('nested too deeply')
        const above = open.at(-1)
        const scope = declared(rawAttributes, above?.scope ?? new Map())
        if (!above) rootNamespace = namespaceOf(rawName, scope)
        const name = prefixOf(rawName, scope, rootNamespace)
        const attributes: Record<string, string> = Object.create(null) as Record<string, string>
        for (const [key, value] of Object.entries(rawAttributes)) attributes[attributeName(key, scope)] = value
        const element: Element = { name, attributes, children: [], parent: above?.element ?? null }
        above?.element.children.push(element)
        root ??= element
        open.push({ element, scope })
      },
      ontext(text) {
        const children = open.at(-1)?.element.children
        if (!children) return
        const last = children.length - 1
        if (typeof children[last] === 'string') children[last] += text
        else children.push(text)
      },
      onclosetag() {
        // In noise the parser closes what it never told us to open.
        const element = open.pop()?.element
        if (!element) return
        if (!isItem(element)) return
        // An item that the end of the document closes was cut off: its text is not what its author wrote.
        if (ending) stopped = 'ends inside an item'
        else onItem(element)
        element.parent?.children.pop()
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  try {
    parser.write(xml)
    ending = true
    parser.end()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    stopped = error.message
  }
  return { root, stopped }
}

function declared(attributes: Record<string, string>, scope: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let own: Map<string, string> | null = null
  for (const [key, value] of Object.entries(attributes))
    if (key === 'xmlns' || key.startsWith('xmlns:')) own = (own ?? new Map(scope)).set(key.slice(6), value.trim())
  return own ?? scope
}

function namespaceOf(rawName: string, scope: ReadonlyMap<string, string>): string {
  const colon = rawName.indexOf(':')
  return scope.get(colon < 0 ? '' : rawName.slice(0, colon)) ?? ''
}

function attributeName(key: string, scope: ReadonlyMap<string, string>): string {
  // An attribute without a prefix has no namespace.
  return key.includes(':') ? prefixOf(key, scope, '') : key.toLowerCase()
}

/** The text directly inside and below, in order. */
export function textOf(element: Element): string {
  let out = ''
  for (const child of element.children) out += typeof child === 'string' ? child : textOf(child)
  return out
}

export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((c): c is Element => typeof c !== 'string' && c.name === name)
}

/** The text of the first child of one of the names that has any. */
export function childText(element: Element, names: readonly string[]): string | null {
  for (const name of names)
    for (const child of childrenOf(element, name)) {
      const text = textOf(child).trim()
      if (text !== '') return text
    }
  return null
}

/** An attribute of the element or of the nearest one above that has it (`xml:lang`). */
export function inherited(element: Element, name: string): string | null {
  for (let e: Element | null = element; e; e = e.parent) {
    const value = e.attributes[name]
    if (value !== undefined && value !== '') return value
  }
  return null
}

/** The base of relative links: every `xml:base` above, resolved from the outside in, on the address of the feed. */
export function baseOf(element: Element, feedUrl: string): string {
  const outer = element.parent ? baseOf(element.parent, feedUrl) : feedUrl
  const own = element.attributes['xml:base']
  return own !== undefined && URL.canParse(own, outer) ? new URL(own, outer).href : outer
}
