export { createIntent, type IntentInput, type IntentModel } from './intent.ts'
