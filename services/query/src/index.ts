export { createApp, type QueryApp } from './app.ts'
export { MoodConfig, ServerConfig } from './config.ts'
export type { Check, QueryDeps, Watched } from './deps.ts'
export { type RunningQuery, startQuery } from './start.ts'
