export { connectLog } from './client.ts'
export { LogConfig, type LogOptions, logOptions } from './config.ts'
export { type OpenLog, openLog } from './open.ts'
