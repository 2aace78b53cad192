/** Every error that leaves the program: class, HTTP status, what it means and what to do. docs/errors.md is made from it. */
interface Entry {
  readonly class: 'config' | 'input' | 'transient' | 'invariant' | 'query'
  readonly status: number
  readonly means: string
  readonly todo: string
}

export const CATALOGUE = {
  ML_CONFIG_INVALID: {
    class: 'config',
    status: 500,
    means: 'The configuration has problems.',
    todo: 'Run `moodlight check`: it lists all of them with the nearest known key.',
  },
  ML_CONFIG_UNREADABLE: {
    class: 'config',
    status: 500,
    means: 'The configuration file cannot be read.',
    todo: 'Check the path given with --config and the rights of the file.',
  },
  ML_DATA_UNWRITABLE: {
    class: 'config',
    status: 500,
    means: 'The data folder cannot be written.',
    todo: 'Choose another folder with --data or change its rights.',
  },
  ML_DATA_IN_USE: {
    class: 'config',
    status: 500,
    means: 'Another running process owns the data folder.',
    todo: 'Stop that process, or choose another folder with --data.',
  },
  ML_DATA_FOREIGN: {
    class: 'config',
    status: 500,
    means: 'The data folder belongs to something else: sample data and real data are never mixed.',
    todo: 'Choose an empty folder with --data.',
  },
  ML_PORT_IN_USE: {
    class: 'config',
    status: 500,
    means: 'The port is taken.',
    todo: 'Choose another one with --port, or stop what listens there.',
  },
  ML_BIND_REFUSED: {
    class: 'config',
    status: 500,
    means: 'Other addresses than loopback are refused until sign-in is configured.',
    todo: 'Bind to 127.0.0.1 and put a proxy with sign-in before it.',
  },
  ML_EVENT_NOT_JSON: {
    class: 'input',
    status: 400,
    means: 'The record is not JSON.',
    todo: 'Look at the dead letter; mend the producer.',
  },
  ML_EVENT_INVALID: {
    class: 'input',
    status: 400,
    means: 'The record does not fit the schema of its event.',
    todo: 'Look at the dead letter: its message names the field.',
  },
  ML_EVENT_TOO_LARGE: {
    class: 'input',
    status: 413,
    means: 'The record is over the size limit.',
    todo: 'Send less text, or raise the limit of the source.',
  },
  ML_STAGE_TIMEOUT: {
    class: 'input',
    status: 500,
    means: 'The record kept a stage busy past its time limit.',
    todo: 'Look at the dead letter and report it: such a text is a bug in an analyser.',
  },
  ML_STAGE_CRASH: {
    class: 'input',
    status: 500,
    means: 'The record killed the worker that processed it.',
    todo: 'Look at the dead letter and report it.',
  },
  ML_STAGE_FAILED: {
    class: 'input',
    status: 500,
    means: 'A stage failed on this record.',
    todo: 'Look at the dead letter and report it.',
  },
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
  ML_SOURCE_REFUSED: {
    class: 'transient',
    status: 502,
    means: 'The source refuses us (sign-in or rights).',
    todo: 'Check the credentials of the source.',
  },
  ML_SOURCE_UNREACHABLE: {
    class: 'transient',
    status: 502,
    means: 'The source does not answer.',
    todo: 'Nothing: it is tried again; the hole is recorded.',
  },
  ML_SOURCE_FORBIDDEN_ADDRESS: {
    class: 'input',
    status: 400,
    means: 'The address is private, local or otherwise not public.',
    todo: 'Name it under `allowPrivate` of the source if you mean it.',
  },
  ML_SOURCE_PAYLOAD: {
    class: 'input',
    status: 400,
    means: 'What the source sent cannot be read.',
    todo: 'Look at the dead letter.',
  },
  ML_SOURCE_TOO_LARGE: {
    class: 'input',
    status: 413,
    means: 'What the source sent is over the size limit, packed or unpacked.',
    todo: 'Raise the limit of the source if the content is meant.',
  },
  ML_WEBHOOK_SIGNATURE: {
    class: 'query',
    status: 401,
    means: 'The signature of the webhook does not fit.',
    todo: 'Check the shared secret and that the body is sent as signed.',
  },
  ML_WEBHOOK_REPLAY: {
    class: 'query',
    status: 409,
    means: 'The webhook message is too old, from the future, or was received before.',
    todo: 'Check the clock of the sender; do not send a message id twice.',
  },
  ML_QUERY_INVALID: {
    class: 'query',
    status: 400,
    means: 'A parameter of the request is not understood.',
    todo: 'The message names it and says what is allowed.',
  },
  ML_QUERY_CURSOR: {
    class: 'query',
    status: 400,
    means: 'The cursor is not one of ours, or belongs to another query.',
    todo: 'Start again without a cursor.',
  },
  ML_QUERY_TOO_WIDE: {
    class: 'query',
    status: 400,
    means: 'The request asks for more than one answer may hold.',
    todo: 'Take a coarser step, a shorter range, or the export.',
  },
  ML_QUERY_METHOD: {
    class: 'query',
    status: 405,
    means: 'The address is there, but not for this method.',
    todo: 'Use a method that the header `allow` names.',
  },
  ML_QUERY_HOST: {
    class: 'query',
    status: 421,
    means: 'The Host or Origin of the request is not this service.',
    todo: 'Use the address that the program printed.',
  },
  ML_LOCAL_TOKEN: {
    class: 'query',
    status: 401,
    means: 'This part of the API is for the command line of the machine that runs the program.',
    todo: 'Use the `moodlight` command with the same --data folder.',
  },
  ML_NOT_FOUND: { class: 'query', status: 404, means: 'There is no such thing.', todo: 'Check the id.' },
  ML_BUSY: {
    class: 'transient',
    status: 503,
    means: 'Too many requests or listeners at once.',
    todo: 'Try again after the time in Retry-After.',
  },
  ML_USAGE: {
    class: 'query',
    status: 400,
    means: 'The command line is not understood.',
    todo: 'See `moodlight help`.',
  },
  ML_INTERNAL: {
    class: 'invariant',
    status: 500,
    means: 'Something of ours broke.',
    todo: 'Report it with the request id of the answer or the lines of the log.',
  },
} as const satisfies Record<string, Entry>
