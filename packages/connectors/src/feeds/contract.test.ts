import { connectorContract, type FakeAnswer, feedCases, rssDocument, startFeedServer } from '@moodlight/testkit'
import { FeedsSource } from '../config.ts'
import { feedsConnector } from './connector.ts'

/** Far below what the configuration allows, so that tests need not wait. */
function source(feeds: readonly string[], more: Partial<FeedsSource> = {}): FeedsSource {
  const config = FeedsSource.parse({ id: 'news', type: 'feeds', feeds, allowPrivate: ['127.0.0.1'] })
  return { ...config, intervalSeconds: 0.05, hostGapSeconds: 0.01, timeoutSeconds: 5, ...more }
}

connectorContract({
  name: 'feeds',
  mostWaiting: 500,
  lacks: { remove: 'an item that leaves a feed is not deleted' },
  async make() {
    const server = await startFeedServer()
    const items = new Map<string, string>()
    let trouble: FakeAnswer | null = null
    const document = () => rssDocument([...items].map(([guid, html]) => ({ guid, html })))
    const feed = server.play('/feed', () => trouble ?? feedCases.plain(document()))
    return {
      connector: () => feedsConnector(source([feed])),
      async publish(posts) {
        for (const { id, text } of posts) items.set(id, text)
      },
      async edit(id, text) {
        items.set(id, text)
      },
      async garble() {
        trouble = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }
      },
      async breakDown() {
        trouble = feedCases.reset()
      },
      async mend() {
        trouble = null
      },
      withoutLeave: () => feedsConnector(source([feed], { allowPrivate: [] })),
      requests: () => server.requests.length,
      mostAtOnce: server.mostAtOnce,
      close: () => server.close(),
    }
  },
})
