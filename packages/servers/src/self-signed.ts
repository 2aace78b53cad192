import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { javaHome } from './java.ts'

export interface SelfSigned {
  /** PKCS #12 file with key and certificate, for the server. */
  readonly keystore: string
  readonly password: string
  /** The certificate as PEM: the authority that a client must trust. */
  readonly certificate: string
}

/** A key and a certificate for 127.0.0.1 and localhost that nobody has signed but itself, made with Java's keytool. For tests. */
export function selfSigned(folder: string): SelfSigned {
  mkdirSync(folder, { recursive: true })
  const keystore = join(folder, 'server.p12')
  const pem = join(folder, 'server.pem')
  rmSync(keystore, { force: true })
  const password = 'for-tests-only'
  const keytool = (...args: string[]) =>
    execFileSync(join(javaHome(), 'bin/keytool'), [...args, '-keystore', keystore, '-storepass', password], {
      stdio: 'pipe',
    })
  const subject = ['-dname', 'CN=moodlight test', '-ext', 'SAN=ip:127.0.0.1,dns:localhost', '-validity', '30']
  keytool('-genkeypair', '-alias', 'server', '-keyalg', 'EC', '-storetype', 'PKCS12', ...subject)
  keytool('-exportcert', '-alias', 'server', '-rfc', '-file', pem)
  return { keystore, password, certificate: readFileSync(pem, 'utf8') }
}
