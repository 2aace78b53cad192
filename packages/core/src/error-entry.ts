/** One entry of the catalogue of errors. */
export interface ErrorEntry {
  readonly class: 'config' | 'input' | 'transient' | 'invariant' | 'query'
  readonly status: number
  readonly means: string
  readonly todo: string
}
