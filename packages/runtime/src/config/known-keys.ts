import * as z from 'zod'

type Node = {
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
  readonly additionalProperties?: Node | boolean
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Node>>
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** What a schema knows, read from its JSON Schema: which keys may stand where. */
export class KnownKeys {
  readonly #root: Node

  constructor(schema: z.ZodType) {
    this.#root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
  }

  #open(node: Node): readonly Node[] {
    if (node.$ref) {
      const target = node.$ref === '#' ? this.#root : this.#root.$defs?.[node.$ref.replace('#/$defs/', '')]
      return target ? this.#open(target) : []
    }
    const parts = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])]
    return parts.length > 0 ? parts.flatMap((part) => this.#open(part)) : [node]
  }

  #at(path: readonly PropertyKey[]): readonly Node[] {
    let nodes = this.#open(this.#root)
    for (const step of path) {
      nodes = nodes.flatMap((node) => {
        const next =
          typeof step === 'number' ? node.items : (node.properties?.[String(step)] ?? node.additionalProperties)
        return typeof next === 'object' ? this.#open(next) : []
      })
    }
    return nodes
  }

  /** The keys that may stand in the map at `path`. */
  keys(path: readonly PropertyKey[]): string[] {
    return [...new Set(this.#at(path).flatMap((node) => Object.keys(node.properties ?? {})))]
  }

  /** The values that are allowed at `path`, where they can be listed. */
  values(path: readonly PropertyKey[]): string[] {
    return this.#at(path).flatMap((node) => (node.enum ?? (node.const === undefined ? [] : [node.const])).map(String))
  }

  /** Paths of maps (without lists) that know `key`, the shallowest first: where a key that stands wrong may belong. */
  home(key: string): string | null {
    const queue: { node: Node; path: string[] }[] = this.#open(this.#root).map((node) => ({ node, path: [] }))
    for (let at = 0; at < queue.length && at < 2000; at++) {
      const { node, path } = queue[at]!
      for (const [name, child] of Object.entries(node.properties ?? {})) {
        if (name === key) return [...path, name].join('.')
        if (path.length < 5) for (const opened of this.#open(child)) queue.push({ node: opened, path: [...path, name] })
      }
    }
    return null
  }
}
