/** The services that run as processes of their own, in the order in which they stop: who brings, who labels, who stores, who shows. */
export const SERVICES = ['ingest', 'enrich', 'index', 'query'] as const
export type ServiceName = (typeof SERVICES)[number]
