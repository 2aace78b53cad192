export { ClusterConfig } from './cluster/config.ts'
export { type ClusterPorts, openPorts } from './cluster/ports.ts'
export { type ClusterChoice, readCluster } from './cluster/read.ts'
export { MoodlightConfig } from './config/config.ts'
