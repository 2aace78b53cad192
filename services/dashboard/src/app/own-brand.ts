/** The documented way from the sample to an own brand, as typed at a command line. */
export const OWN_BRAND = {
  start: 'npm start -- --brand "My Brand"',
  configuration: 'data/my-brand/moodlight.yaml',
  history: 'npm run -s moodlight -- import --data data/my-brand posts.jsonl',
} as const
