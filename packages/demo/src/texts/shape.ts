/**
 * What the sample texts of one language are made of. `{b}` is the brand a text is about, `{r}` a rival; `{city}`, `{n}`, `{time}`
 * and `{thing}` are filled by the generator. All of it is written for this project; nobody said it.
 */
export interface Texts {
  readonly language: string
  /** Good for {b}. */
  readonly praise: readonly string[]
  /** Bad for {b}. */
  readonly complaint: readonly string[]
  /** {b} does not work right now: bad. */
  readonly outage: readonly string[]
  /** Fraud around {b}, as told by people: bad. */
  readonly fraud: readonly string[]
  /** Says good and means bad. */
  readonly irony: readonly string[]
  /** Good and bad in one text. */
  readonly mixed: readonly string[]
  /** Bad for {b}, good for {r}. */
  readonly versus: readonly string[]
  /** Asks; says nothing good or bad. */
  readonly question: readonly string[]
  /** Good for {b} after something went wrong. */
  readonly thanks: readonly string[]
  /** States something. */
  readonly neutral: readonly string[]
  /** The bank's own answers. */
  readonly own: readonly string[]
  readonly pressGood: readonly string[]
  readonly pressBad: readonly string[]
  readonly pressNeutral: readonly string[]
  /** The ambiguous name as an ordinary word: about no bank at all. */
  readonly off: readonly string[]
  /** Put before a text of people, or nothing. */
  readonly openers: readonly string[]
  /** Put behind a text of people, or nothing. */
  readonly closers: readonly string[]
  readonly cities: readonly string[]
  readonly things: readonly string[]
  /** What stands between opener, text and closer. */
  readonly gap: string
}

/** The kinds of text that a generator can ask for. */
export type TextKind =
  | 'praise'
  | 'complaint'
  | 'outage'
  | 'fraud'
  | 'irony'
  | 'mixed'
  | 'versus'
  | 'question'
  | 'thanks'
  | 'neutral'
  | 'own'
  | 'pressGood'
  | 'pressBad'
  | 'pressNeutral'
  | 'off'
