import { CATALOGUE, MoodlightError } from '@moodlight/core'
import { CommanderError } from 'commander'
import { EXIT, exitCodeOf } from './cli/exit-codes.ts'
import { createProgram } from './cli/program.ts'

/** One clear sentence and the way out; a stack only for what is a bug of ours. */
function tell(error: unknown): void {
  if (error instanceof MoodlightError) {
    process.stderr.write(`${error.message}\n${error.code}: ${CATALOGUE[error.code].todo}\n`)
    if (error.class === 'invariant') process.stderr.write(`${error.stack}\n`)
  } else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

// A reader that went away (`moodlight export | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
})

try {
  await createProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
  else {
    tell(error)
    process.exitCode = exitCodeOf(error)
  }
}
