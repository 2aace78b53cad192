/** The services that run as processes of their own. */
export const SERVICES = ['ingest', 'enrich', 'index', 'query'] as const
export type ServiceName = (typeof SERVICES)[number]
