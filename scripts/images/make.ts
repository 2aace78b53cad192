import { APP_IMAGE, buildApp } from './app.ts'
import { hasImage } from './engine.ts'
import { IMAGES } from './images.ts'

/** All images that deploy/compose.yaml needs, in the engine that runs: those that are missing, and with `app` Moodlight's own anew. */
export async function makeImages({ app }: { app: boolean }, say: (line: string) => void): Promise<void> {
  const timed = async (name: string, work: () => Promise<string> | string) => {
    const since = Date.now()
    const how = await work()
    say(`${name}: ${how} (${Math.round((Date.now() - since) / 1000)} s)`)
  }
  for (const { name, build } of IMAGES)
    await timed(name, async () => {
      if (hasImage(name)) return 'is there'
      await build()
      return 'built'
    })
  if (!app) return
  await timed(APP_IMAGE, () => {
    buildApp()
    return 'built'
  })
}
