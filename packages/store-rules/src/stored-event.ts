import type { Mention, PostMentions } from '@moodlight/core'

/** Mentions as older releases wrote them. */
type StoredMention = Omit<Mention, 'intents'> & Partial<Pick<Mention, 'intents'>>

/** Reads the JSON of a stored event. What a former release did not know yet gets the value that stands for "nothing". */
export function storedEvent(json: string): PostMentions {
  const event = JSON.parse(json) as Omit<PostMentions, 'mentions'> & { readonly mentions: readonly StoredMention[] }
  return { ...event, mentions: event.mentions.map((mention) => ({ ...mention, intents: mention.intents ?? [] })) }
}
