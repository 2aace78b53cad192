/** `a_` and 32 hexadecimal digits, see AuthorKey in core. */
export type AuthorKeyString = string
