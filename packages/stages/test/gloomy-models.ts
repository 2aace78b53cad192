import type { SentimentModel } from '@moodlight/sentiment'

/** Models as somebody may bring them: everything is bad. */
export function createSentiment(): SentimentModel {
  return {
    hash: 'gloomy',
    models: 'gloomy',
    covers: () => true,
    score: () => ({
      label: 'negative',
      probabilities: { negative: 1, neutral: 0, positive: 0 },
      confident: true,
      scope: 'text',
      evidence: [],
      origin: { by: 'model', model: 'gloomy', hash: 'gloomy' },
    }),
  }
}
