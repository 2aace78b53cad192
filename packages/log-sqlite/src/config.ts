import * as z from 'zod'

const MiB = 1024 * 1024
const DAY_MS = 86_400_000

/** The `log` part of the configuration. */
export const LogConfig = z.strictObject({
  /** Partitions of each topic and lane: the most readers that one group can use. Fixed when the file is made. */
  partitions: z.int().min(1).max(64).optional(),
  /** Records that every group has read go after this many days … */
  retentionDays: z.number().positive().max(3650).default(7),
  /** … or earlier, when the file is larger than this. Records that a group has not read stay in any case. */
  retentionMegabytes: z.int().min(64).default(4096),
})
export type LogConfig = z.infer<typeof LogConfig>

/** How a log is opened. Everything has a default; times in milliseconds, sizes in bytes. */
export interface LogOptions {
  /** Path of `log.db`; its folder must exist. */
  readonly file: string
  /** Default: as the file was made, 4 for a new one. @throws ML_CONFIG_INVALID when the file was made with another number. */
  readonly partitions?: number
  readonly maxAgeMs?: number
  readonly maxBytes?: number
  /** A segment is closed at this size; retention removes whole segments. Default: by `maxBytes`, 256 KiB to 4 MiB. */
  readonly segmentBytes?: number
  /** How often retention looks; 0: never. */
  readonly retentionEveryMs?: number
  /**
   * Records are refused with ML_LOG_FULL while the disk has less than this left, so that commits and retention still work
   * on a full disk and can make room. Default 32 MiB: the WAL at its longest, once more when it is moved into the file.
   */
  readonly reserveBytes?: number
  /** `off` gives up durability; it is for the suite that shows that its test would notice. */
  readonly synchronous?: 'full' | 'off'
}

export interface ResolvedOptions {
  readonly file: string
  readonly partitions: number | null
  readonly maxAgeMs: number
  readonly maxBytes: number
  readonly segmentBytes: number
  readonly retentionEveryMs: number
  readonly reserveBytes: number
  readonly synchronous: 'full' | 'off'
}

export function resolveOptions(options: LogOptions): ResolvedOptions {
  const maxBytes = options.maxBytes ?? 4096 * MiB
  return {
    file: options.file,
    partitions: options.partitions ?? null,
    maxAgeMs: options.maxAgeMs ?? 7 * DAY_MS,
    maxBytes,
    segmentBytes: options.segmentBytes ?? Math.min(4 * MiB, Math.max(MiB / 4, Math.floor(maxBytes / 128))),
    retentionEveryMs: options.retentionEveryMs ?? 1000,
    reserveBytes: options.reserveBytes ?? 32 * MiB,
    synchronous: options.synchronous ?? 'full',
  }
}

/** The options that a configuration means. */
export function logOptions(file: string, config: LogConfig): LogOptions {
  return {
    file,
    ...(config.partitions === undefined ? {} : { partitions: config.partitions }),
    maxAgeMs: config.retentionDays * DAY_MS,
    maxBytes: config.retentionMegabytes * MiB,
  }
}
