import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from './chromium.ts'
import { type Product, sampleProduct } from './product.ts'

/** Where the pictures go; they are for people to look at, so without a folder there is nothing to do. */
const FOLDER = process.env['MOODLIGHT_SHOTS']

const WIDTHS = [
  ['phone', 390, 844],
  ['desk', 1440, 900],
  ['wall', 1920, 1080],
] as const
const PAGES = [
  ['wall', '/'],
  ['kiosk', '/?wall=1'],
  ['feed', '/feed'],
  ['brand', '/brand/brinkhof?range=7d'],
] as const
const THEMES = ['light', 'dark'] as const

describe.runIf(FOLDER !== undefined)('pictures (MOODLIGHT_SHOTS)', () => {
  let product: Product
  let browser: Browser
  beforeAll(async () => {
    await mkdir(FOLDER!, { recursive: true })
    product = await sampleProduct()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  for (const [width, w, h] of WIDTHS)
    for (const [name, path] of PAGES)
      for (const colorScheme of THEMES)
        test(`${name}, ${width}, ${colorScheme}`, async () => {
          const viewport = { width: w, height: h }
          const { page, complaints, close } = await openPage(browser, `${product.url}${path}`, {
            viewport,
            colorScheme,
          })
          await page.waitForSelector('.tile[data-brand], .item, .chart canvas')
          await page.waitForTimeout(1500)
          await page.screenshot({ path: join(FOLDER!, `${name}-${width}-${colorScheme}.png`) })
          expect(complaints).toEqual([])
          await close()
        })
})
