export { MoodlightConfig } from './config/config.ts'
