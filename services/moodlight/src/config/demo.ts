import { DEMO_BRANDS, DEMO_PARTS } from '@moodlight/demo'
import { MoodlightConfig } from './config.ts'

/** What `npm start` runs without a configuration: five invented banks and four invented places where people speak of them. */
export function demoConfig(): MoodlightConfig {
  return MoodlightConfig.parse({
    brands: DEMO_BRANDS,
    sources: DEMO_PARTS.map((part) => ({ id: `demo-${part}`, type: 'demo', part, keep: 'all' })),
  })
}
