import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ELASTICSEARCH_VERSION, fetchServers, KAFKA_VERSION } from '@moodlight/servers'
import { debianImage, saysIn } from './debian.ts'
import { docker, isHere } from './engine.ts'

/** An image under its official name, and how it is made from published artifacts where its registry is out of reach. */
export interface Image {
  readonly name: string
  build(): Promise<void>
}

/** There is no useradd in Debian's essential packages. */
const user = (name: string, group: number) =>
  `RUN echo '${name}:x:1000:${group}::/tmp:/usr/sbin/nologin' >> /etc/passwd`

const FILES = join(import.meta.dirname, 'files')
const JAVA = 'moodlight-base/java:21'
const SLIM = 'moodlight-base/slim'

export const KAFKA_IMAGE = `apache/kafka:${KAFKA_VERSION}`
export const ELASTICSEARCH_IMAGE = `docker.elastic.co/elasticsearch/elasticsearch:${ELASTICSEARCH_VERSION}`
export const NODE_IMAGE = 'node:24-trixie-slim'
/** Of the version that Debian has, so that it can be made from there. */
export const NGINX_IMAGE = 'nginx:1.26.3'
export const PROMETHEUS_IMAGE = 'prom/prometheus:v2.53.3'

const base = async (name: string, packages: readonly string[]) => {
  if (!isHere(name)) await debianImage(name, packages)
}

/** Builds from a folder that `fill` fills; its Dockerfile is `lines`. */
function buildFrom(name: string, lines: readonly string[], fill: (context: string) => void): void {
  const context = mkdtempSync(join(tmpdir(), 'moodlight-image-'))
  try {
    fill(context)
    writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
    docker('build', '--quiet', '--tag', name, context)
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

/** Debian's program, when it is the version that the name promises. */
function onlyAs(name: string, said: string): void {
  const version = /:v?(.+)$/.exec(name)?.[1] ?? ''
  if (!said.includes(version)) throw new Error(`${name} cannot be made: Debian's is another version:\n${said}`)
}

export const IMAGES: readonly Image[] = [
  {
    name: KAFKA_IMAGE,
    async build() {
      const { kafka } = await fetchServers(undefined, console.log)
      await base(JAVA, ['openjdk-21-jre-headless', 'sed'])
      buildFrom(
        KAFKA_IMAGE,
        [
          `FROM ${JAVA}`,
          'COPY libs /opt/kafka/libs',
          'COPY kafka-entrypoint.sh /',
          user('appuser', 1000),
          'RUN mkdir -p /var/lib/kafka/data && chown -R 1000 /var/lib/kafka',
          'USER 1000',
          'EXPOSE 9092',
          'ENTRYPOINT ["/kafka-entrypoint.sh"]',
        ],
        (context) => {
          cpSync(kafka, join(context, 'libs'), { recursive: true })
          cpSync(join(FILES, 'kafka-entrypoint.sh'), join(context, 'kafka-entrypoint.sh'))
        },
      )
    },
  },
  {
    name: ELASTICSEARCH_IMAGE,
    async build() {
      const { elasticsearch } = await fetchServers(undefined, console.log)
      await base(JAVA, ['openjdk-21-jre-headless', 'sed'])
      buildFrom(
        ELASTICSEARCH_IMAGE,
        [
          `FROM ${JAVA}`,
          user('elasticsearch', 0),
          'COPY --chown=1000:0 elasticsearch /usr/share/elasticsearch',
          'COPY elasticsearch-entrypoint.sh /',
          'ENV ES_JAVA_HOME=/usr/lib/jvm/java-21-openjdk-amd64',
          'USER 1000:0',
          'EXPOSE 9200',
          'ENTRYPOINT ["/elasticsearch-entrypoint.sh"]',
        ],
        (context) => {
          const home = join(context, 'elasticsearch')
          for (const part of ['bin', 'config', 'lib', 'modules'])
            cpSync(join(elasticsearch, part), join(home, part), { recursive: true })
          for (const part of ['data', 'logs', 'plugins']) mkdirSync(join(home, part))
          // What the program's folder is configured to is not the image's business.
          writeFileSync(join(home, 'config/elasticsearch.yml'), '')
          cpSync(join(FILES, 'elasticsearch-entrypoint.sh'), join(context, 'elasticsearch-entrypoint.sh'))
        },
      )
    },
  },
  {
    // The program that runs this very script.
    name: NODE_IMAGE,
    async build() {
      await base(SLIM, ['ca-certificates', 'libstdc++6'])
      const lines = [`FROM ${SLIM}`, user('node', 1000), 'COPY node /usr/local/bin/node']
      buildFrom(NODE_IMAGE, [...lines, 'CMD ["node"]'], (context) => cpSync(process.execPath, join(context, 'node')))
    },
  },
  {
    name: NGINX_IMAGE,
    async build() {
      await base('moodlight-base/nginx', ['nginx-light'])
      onlyAs(NGINX_IMAGE, saysIn('moodlight-base/nginx', 'sh', '-c', 'nginx -v 2>&1'))
      buildFrom(NGINX_IMAGE, ['FROM moodlight-base/nginx', 'CMD ["nginx", "-g", "daemon off;"]'], () => {})
    },
  },
  {
    name: PROMETHEUS_IMAGE,
    async build() {
      await base('moodlight-base/prometheus', ['prometheus'])
      onlyAs(PROMETHEUS_IMAGE, saysIn('moodlight-base/prometheus', 'prometheus', '--version'))
      const data = 'RUN mkdir -p /prometheus && chown nobody /prometheus'
      const lines = ['FROM moodlight-base/prometheus', data, 'USER nobody', 'WORKDIR /prometheus']
      buildFrom(PROMETHEUS_IMAGE, [...lines, 'ENTRYPOINT ["/usr/bin/prometheus"]'], () => {})
    },
  },
]
