import type { Match, Post, Voice } from '@moodlight/core'
import type { Token } from '@moodlight/text'

/** What of a post the matcher looks at. */
export type MatchedPost = Pick<Post, 'title' | 'text' | 'sourceKind' | 'author' | 'replyTo'>

/** What is known around the post; all of it may be left out. */
export interface MatchContext {
  /** Texts of the same conversation: a context word there makes an unsure match sure. */
  threadText?: string
  /** ISO 639-3; names that are restricted to other languages are refused. `und` restricts nothing. */
  language?: string
}

/** One brand found in one post. */
export interface BrandHit {
  brand: string
  /** `sure` when at least one match is. */
  certainty: 'sure' | 'unsure'
  /** Every match is the brand's handle at the head of a reply: spoken to, not named. */
  addressed: boolean
  /** In the order of the text, at most 64; when there are more, sure ones are kept first. */
  matches: Match[]
  voice: Voice
}

/** A place where a spelling of a brand was found, with what became of it and why. */
export interface Candidate {
  brand: string
  name: string
  kind: Match['kind']
  start: number
  end: number
  verdict: 'sure' | 'unsure' | 'refused'
  /** Stable codes, see README of the package. */
  why: string
}

export interface BrandMatcher {
  /** How many spellings are looked for, variants included. */
  readonly patterns: number
  /** Whether the text may name a watched brand: never stricter than {@link match}, keeps nothing, stops at the first find. */
  named(text: string): boolean
  /** The brands in a post, in the order of the brands given to the compiler. `tokens` are those of fullText(post). */
  match(post: MatchedPost, tokens: readonly Token[], context?: MatchContext): BrandHit[]
  /** All candidates in the order of the text, refused ones too. */
  explain(post: MatchedPost, tokens: readonly Token[], context?: MatchContext): Candidate[]
}
