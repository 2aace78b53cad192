/** The documented way from the sample to an own brand, as typed at a command line. */
export const OWN_BRAND = {
  start: 'npm start -- --data ./my-data --config ./moodlight.yaml',
  configuration: 'brands:\n  - id: my-brand\n    label: My Brand\n    names: [My Brand, MyBrand]\n    rivals: []',
  history: 'npm run -s moodlight -- import posts.jsonl',
} as const
