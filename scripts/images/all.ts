// npm run images: every image that the tests and deploy/compose.yaml name, and Moodlight's own. Pulled where a registry can be reached,
// and else built under the same names from published artifacts: Maven Central, Debian's archive, npm. `-- servers` leaves ours out.
import { docker, startEngine } from './engine.ts'
import { makeImages } from './make.ts'

const stop = await startEngine()
try {
  await makeImages({ app: !process.argv.includes('servers') }, console.log)
  console.log(docker('images', '--format', '{{.Repository}}:{{.Tag}} {{.Size}}'))
} finally {
  await stop()
}
