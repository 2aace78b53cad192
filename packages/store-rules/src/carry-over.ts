import { type PostMentions, packVersion, unpackVersion } from '@moodlight/core'
import type { PreparedPost } from './prepared.ts'

/** An event as a later generation takes it over: the labels that it has, under a version that any labelling of its own replaces. */
export function carriedOver(event: PostMentions, generation: number): PostMentions {
  return { ...event, labelling: { ...event.labelling, generation, enrichmentVersion: 0 } }
}

/** The same of a post that is ready to be written. */
export function carriedPost(post: PreparedPost, generation: number): PreparedPost {
  return {
    ...post,
    generation,
    enrichmentVersion: 0,
    version: packVersion(unpackVersion(post.version).revision, 0),
    json: JSON.stringify(carriedOver(JSON.parse(post.json) as PostMentions, generation)),
  }
}

/** The generations that take an event in; none: nothing is to be done. `kept` rises. */
export function takenBy(kept: readonly number[], generation: number): readonly number[] {
  return kept.filter((one) => one >= generation)
}
