import type { ErrorEntry } from './error-entry.ts'

/** The part of the catalogue that is about log, store and state. */
export const LOG_AND_STORE_ERRORS = {
  ML_LOG_FULL: {
    class: 'transient',
    status: 503,
    means: 'No space is left for the log; ingest waits and nothing is lost.',
    todo: 'Free space on the disk of the data folder; it goes on by itself.',
  },
  ML_LOG_CLOSED: {
    class: 'transient',
    status: 503,
    means: 'The log is closed or closing.',
    todo: 'Try again after the restart.',
  },
  ML_LOG_UNAVAILABLE: {
    class: 'transient',
    status: 503,
    means: 'Kafka does not answer, or has too few replicas in sync to keep a record safely.',
    todo: 'Nothing: it is tried again. If it lasts, look at the brokers.',
  },
  ML_LOG_REFUSED: {
    class: 'config',
    status: 500,
    means: 'Kafka refuses us: sign-in, certificate or rights.',
    todo: 'The message says which; `--check-only` lists the rights that are needed.',
  },
  ML_LOG_UNSAFE: {
    class: 'config',
    status: 500,
    means: 'The Kafka cluster is set up so that it could lose records, or topics are missing.',
    todo: 'The message lists every setting; `development: true` in `log` is for a single broker that may lose them.',
  },
  ML_LOG_COMMIT_STALE: {
    class: 'invariant',
    status: 500,
    means: 'A commit goes back behind an earlier one.',
    todo: 'Report it: two readers act as one.',
  },
  ML_LOG_GAP: {
    class: 'invariant',
    status: 500,
    means: 'Records that a group had not read are gone.',
    todo: 'Restore a backup, or accept the loss with `moodlight ledger --accept-gap`.',
  },
  ML_LOG_CORRUPT: {
    class: 'invariant',
    status: 500,
    means: 'The file of the log is damaged.',
    todo: 'Restore a backup; keep the damaged file.',
  },
  ML_LOG_FOREIGN: {
    class: 'config',
    status: 500,
    means: 'The file in the place of the log is not a log of ours.',
    todo: 'Choose another folder with --data, or move that file away.',
  },
  ML_LOG_NEWER: {
    class: 'config',
    status: 500,
    means: 'The log was written by a newer version of the program.',
    todo: 'Start the newer version again; going back needs a backup made before.',
  },
  ML_STORE_FULL: {
    class: 'transient',
    status: 503,
    means: 'No space is left for the store; indexing waits and nothing is lost.',
    todo: 'Free space on the disk of the data folder; it goes on by itself.',
  },
  ML_STORE_CLOSED: {
    class: 'transient',
    status: 503,
    means: 'The store is closed or closing.',
    todo: 'Try again after the restart.',
  },
  ML_STORE_UNAVAILABLE: {
    class: 'transient',
    status: 503,
    means: 'Elasticsearch does not answer, or has no room or time for us.',
    todo: 'Nothing: it is tried again. If it lasts, look at the health of the cluster.',
  },
  ML_STORE_REFUSED: {
    class: 'config',
    status: 500,
    means: 'Elasticsearch refuses us: sign-in, certificate or rights, or its indices are missing or differ.',
    todo: 'The message says which; `--check-only` lists the rights and templates that are needed.',
  },
  ML_STORE_RECORD: {
    class: 'input',
    status: 400,
    means: 'The store cannot take the record.',
    todo: 'Look at the dead letter and report it: what passes the schemas should fit the store.',
  },
  ML_STORE_TOKENS: {
    class: 'config',
    status: 500,
    means: 'The index was made by another version of the tokeniser.',
    todo: 'Run `moodlight recount --reindex`: it rebuilds the index from stored posts.',
  },
  ML_STORE_CORRUPT: {
    class: 'invariant',
    status: 500,
    means: 'The file of the store is damaged.',
    todo: 'Restore a backup; keep the damaged file.',
  },
  ML_STATE_INVALID: {
    class: 'invariant',
    status: 500,
    means: 'A document cannot be stored: its kind, the length of its id or its size is not allowed.',
    todo: 'Report it: a caller of ours keeps too much in one document.',
  },
  ML_STATE_CONFLICT: {
    class: 'transient',
    status: 409,
    means: 'The document was changed by somebody else in between.',
    todo: 'Read it again and repeat the change.',
  },
  ML_LEASE_LOST: {
    class: 'transient',
    status: 409,
    means: 'The lease is held by another instance; this write was refused.',
    todo: 'Nothing: the other instance goes on.',
  },
} as const satisfies Record<string, ErrorEntry>
