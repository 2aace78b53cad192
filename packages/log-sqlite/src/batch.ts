import type { RecordColumns } from './wire.ts'

/** Collects records as columns. */
export class Batch {
  readonly streams: number[] = []
  readonly offsets: number[] = []
  readonly at: number[] = []
  readonly keys: string[] = []
  readonly values: string[] = []
  bytes = 0

  get size(): number {
    return this.keys.length
  }

  push(stream: number, offset: number, at: number, key: string, value: string, bytes: number): void {
    this.streams.push(stream)
    this.offsets.push(offset)
    this.at.push(at)
    this.keys.push(key)
    this.values.push(value)
    this.bytes += bytes
  }

  columns(): RecordColumns {
    return {
      streams: Uint16Array.from(this.streams),
      offsets: Float64Array.from(this.offsets),
      at: Float64Array.from(this.at),
      keys: this.keys,
      values: this.values,
    }
  }

  /** The records at these indices, in their order. */
  pick(indices: readonly number[]): RecordColumns {
    return {
      streams: Uint16Array.from(indices, (i) => this.streams[i]!),
      offsets: Float64Array.from(indices, (i) => this.offsets[i]!),
      at: Float64Array.from(indices, (i) => this.at[i]!),
      keys: indices.map((i) => this.keys[i]!),
      values: indices.map((i) => this.values[i]!),
    }
  }
}
