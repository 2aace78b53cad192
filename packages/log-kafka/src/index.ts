export { KafkaLogConfig, type KafkaOptions, kafkaOptions } from './config.ts'
export { checkKafkaLog, type OpenKafkaLog, openKafkaLog } from './open.ts'
export type { LogCheck } from './topics/check.ts'
export type { Right, TopicNeed } from './topics/needs.ts'
