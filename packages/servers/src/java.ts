import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'

/** Elasticsearch 9 wants 21 or later; Kafka 4 is content with 17. */
const OLDEST = 21
const PLACES = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines', '/opt']

/** The home of the newest Java of this machine. @throws ML_SERVERS_MISSING when there is none of 21 or later. */
export function javaHome(): string {
  const named = process.env['MOODLIGHT_JAVA_HOME'] ?? process.env['JAVA_HOME']
  const homes = [
    ...(named ? [named] : []),
    ...PLACES.filter((place) => existsSync(place)).flatMap((place) =>
      readdirSync(place).flatMap((name) => [join(place, name), join(place, name, 'Contents/Home')]),
    ),
  ]
  const found = homes
    .filter((home) => existsSync(join(home, 'bin/java')))
    .map((home) => ({ home, version: versionOf(home) }))
    .sort((a, b) => b.version - a.version)[0]
  if (found === undefined || found.version < OLDEST)
    throw new MoodlightError(
      'ML_SERVERS_MISSING',
      `Kafka and Elasticsearch need Java ${OLDEST} or later; ${found ? `the newest here is ${found.version}` : 'there is none here'}. Install one, or name its home in MOODLIGHT_JAVA_HOME.`,
    )
  return found.home
}

function versionOf(home: string): number {
  // It tells its version on standard error.
  const { stderr } = spawnSync(join(home, 'bin/java'), ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0)
}
