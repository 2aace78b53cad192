export { type Confusion, confusion } from './confusion.ts'
export { type LanguageError, languageError } from './label-error.ts'
export { CONFIDENT } from './probabilities.ts'
export { createSentiment, type SentimentInput, type SentimentModel } from './sentiment.ts'
