export type { Lane, LogPosition, Millis } from '@moodlight/core'
/** `a_` and 32 hexadecimal digits, see AuthorKey in core. */
export type AuthorKeyString = string
