const [NAME, NTH = '1'] = (process.env['MOODLIGHT_TEST_KILL_AT'] ?? '').split(':')
let left = Number(NTH)

/**
 * For the fault suite alone: this process kills itself when it passes the named point for the nth time (`NAME:n` in
 * MOODLIGHT_TEST_KILL_AT), since no signal from outside can be aimed between two writes. Without the variable nothing happens.
 */
export function killPoint(name: string): void {
  if (name === NAME && --left === 0) process.kill(process.pid, 'SIGKILL')
}
