export { StoreConfig } from './config.ts'
export { type ConnectedStore, connectStore } from './connect.ts'
export { canonicalDump } from './dump.ts'
export { type OpenStore, openStore, type StoreOptions } from './open.ts'
