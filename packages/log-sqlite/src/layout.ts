import type { Lane, LogPosition } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'

export const TOPICS: readonly Topic[] = ['posts', 'mentions']
export const LANES: readonly Lane[] = ['live', 'background']

/** One (topic, lane, partition) is a stream; streams are numbered so that a number is all that the file and the wire carry. */
export class Layout {
  readonly partitions: number
  readonly streams: number

  constructor(partitions: number) {
    this.partitions = partitions
    this.streams = TOPICS.length * LANES.length * partitions
  }

  stream(topic: Topic, lane: Lane, partition: number): number {
    return (TOPICS.indexOf(topic) * LANES.length + LANES.indexOf(lane)) * this.partitions + partition
  }

  /** The streams of one topic: all partitions of live, then all of background. */
  ofTopic(topic: Topic): readonly number[] {
    const first = this.stream(topic, 'live', 0)
    return Array.from({ length: LANES.length * this.partitions }, (_, i) => first + i)
  }

  topicOf(stream: number): Topic {
    return TOPICS[Math.floor(stream / (LANES.length * this.partitions))]!
  }

  laneOf(stream: number): Lane {
    return LANES[Math.floor(stream / this.partitions) % LANES.length]!
  }

  position(stream: number, offset: number): LogPosition {
    return { lane: this.laneOf(stream), partition: stream % this.partitions, offset }
  }

  /** FNV-1a over UTF-16 units: the same key always gives the same partition. */
  partitionOf(key: string): number {
    let hash = 0x811c9dc5
    for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
    return (hash >>> 0) % this.partitions
  }
}
