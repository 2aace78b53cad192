export { KafkaLogConfig, type KafkaOptions, kafkaOptions } from './config.ts'
