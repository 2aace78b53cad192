import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrast, openBrowser, openPage } from './chromium.ts'
import { type Product, sampleProduct } from './product.ts'

const WORDS = {
  green: /Good/,
  red: /Bad/,
  mixed: /Mixed/,
  grey: /Too few|Balanced|Undecided|nscored|No mentions|Not watched|Stale/,
}
type Colour = keyof typeof WORDS

let product: Product
let browser: Browser
beforeAll(async () => {
  product = await sampleProduct()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

const tiles = '.tile[data-brand]'

describe('the wall', () => {
  test('every tile says its mood by colour, shape and word, and its change against usual', async () => {
    // Without the slow change of colour: a tile is then never caught between two of them.
    const { page, complaints, close } = await openPage(browser, product.url, { reducedMotion: 'reduce' })
    await page.waitForSelector(tiles)
    // The sample has brands of every colour; history is filled while we look.
    await page.waitForFunction(
      (selector) =>
        new Set([...document.querySelectorAll<HTMLElement>(selector)].map((t) => t.dataset['colour'])).size >= 3,
      tiles,
      { timeout: 80_000 },
    )
    const seen = await page.$$eval(tiles, (all) =>
      all.map((tile) => ({
        colour: (tile as HTMLElement).dataset['colour'] ?? '',
        shape: tile.querySelector('.tile__word [data-shape]')?.getAttribute('data-shape'),
        word: tile.querySelector('.tile__word')?.textContent ?? '',
        against: tile.querySelector('.tile__against')?.textContent ?? '',
        sizes: ['.tile__word', '.tile__against'].map((s) => getComputedStyle(tile.querySelector(s)!).fontSize),
      })),
    )
    for (const tile of seen) {
      expect(tile.shape).toBe(tile.colour)
      expect(tile.word).toMatch(WORDS[tile.colour as Colour])
      expect(tile.against).toMatch(/usual/i)
      // As prominent as the colour's word.
      expect(tile.sizes[1]).toBe(tile.sizes[0])
    }
    // One fill for each colour, looked at until the last change has been drawn.
    const looks = () =>
      page.$$eval(tiles, (all) => {
        const pairs = all.map((tile) => [
          (tile as HTMLElement).dataset['colour'],
          getComputedStyle(tile.querySelector('.tile__main')!).backgroundColor,
        ])
        return [0, 1, 2].map((n) => new Set(pairs.map((pair) => (n === 2 ? pair.join() : pair[n]))).size)
      })
    await expect.poll(async () => new Set(await looks()).size).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })

  test.each(['light', 'dark'] as const)('text on every mood has contrast enough when %s', async (colorScheme) => {
    const { page, close } = await openPage(browser, product.url, { colorScheme })
    await page.waitForSelector(tiles)
    const pairs = await page.evaluate(() =>
      ['green', 'red', 'mixed', 'grey'].map((colour) => {
        const probe = document.createElement('p')
        probe.dataset['colour'] = colour
        document.body.append(probe)
        const read = (value: string) => {
          probe.style.color = value
          return getComputedStyle(probe).color
        }
        const pairs = [
          ['var(--fill)', 'var(--on-fill)'],
          ['var(--tint)', 'var(--text)'],
          ['var(--paper)', 'var(--ink-3)'],
          ['var(--surface)', 'var(--ink-3)'],
          ['var(--surface)', 'var(--link)'],
        ].map((pair) => pair.map(read))
        probe.remove()
        return { colour, pairs }
      }),
    )
    for (const { colour, pairs: all } of pairs) {
      for (const [back, front] of all) {
        expect(contrast(back!, front!), `${colour}: ${front} on ${back}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    await close()
  })

  test('follows the system into the dark; a choice by hand wins and is remembered', async () => {
    const { page, close } = await openPage(browser, product.url, { colorScheme: 'dark' })
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    await page.waitForSelector(tiles)
    const dark = await paper()
    await page.getByRole('button', { name: /^Theme/ }).click()
    await expect.poll(paper).not.toBe(dark)
    const light = await paper()
    await page.reload()
    expect(await paper()).toBe(light)
    await close()
  })

  test('the sample is said to be one, with the way to an own brand', async () => {
    const { page, close } = await openPage(browser, product.url)
    await page.getByText('Sample data', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Start with my own brand' }).click()
    expect(await page.locator('dialog[open] code').first().textContent()).toMatch(/npm start/)
    await page.keyboard.press('Escape')
    await close()
  })

  test.each([
    ['phone', 390, 844],
    ['desk', 1440, 900],
    ['wall', 3840, 2160],
  ])('nothing is wider than a %s', async (_name, width, height) => {
    for (const path of ['/', '/feed', '/brand/velora', '/?wall=1']) {
      const { page, close } = await openPage(browser, `${product.url}${path}`, { viewport: { width, height } })
      await page.waitForSelector('.tile[data-brand], .item, .chart canvas')
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
      await close()
    }
  })

  test('on a wall screen there is no chrome, and every tile is on the screen', async () => {
    const viewport = { width: 1920, height: 1080 }
    const { page, close } = await openPage(browser, `${product.url}/?wall=1`, { viewport })
    await page.waitForSelector(tiles)
    expect(await page.locator('.bar, .filters').count()).toBe(0)
    const lowest = await page.$$eval(tiles, (all) =>
      Math.max(...all.map((tile) => tile.getBoundingClientRect().bottom)),
    )
    expect(lowest).toBeLessThanOrEqual(viewport.height)
    await page.keyboard.press('Escape')
    await page.locator('.bar').waitFor()
    await close()
  })

  test('what is cut off from the product looks stale, and says so', async () => {
    const { page, close } = await openPage(browser, product.url, {}, (fresh) => fresh.clock.install())
    await page.waitForSelector(tiles)
    const stale = page.locator(`${tiles}[data-stale]`)
    expect(await stale.count()).toBe(0)
    await page.route('**/api/**', (route) => route.abort())
    // Time goes on by itself: an answer that was under way may still come in.
    const laterStale = async () => {
      await page.clock.runFor(20_000)
      return stale.count()
    }
    await expect.poll(laterStale, { timeout: 60_000 }).toBeGreaterThan(0)
    expect(await stale.first().locator('.tile__age').textContent()).toMatch(/^Stale/)
    await page.unroute('**/api/**')
    await expect.poll(laterStale, { timeout: 60_000 }).toBe(0)
    await close()
  })

  test('keeps the order of its tiles', async () => {
    const { page, close } = await openPage(browser, product.url)
    await page.waitForSelector(tiles)
    const order = () => page.$$eval(tiles, (all) => all.map((tile) => (tile as HTMLElement).dataset['brand']))
    const answer = (await (await fetch(`${product.url}/api/v1/brands`)).json()) as { brands: { id: string }[] }
    expect(await order()).toEqual(answer.brands.map((brand) => brand.id))
    await page.reload()
    await page.waitForSelector(tiles)
    expect(await order()).toEqual(answer.brands.map((brand) => brand.id))
    await close()
  })
})

describe("a brand's page", () => {
  test('draws its time line; choosing a bucket narrows the mentions, and the address says so', async () => {
    const { page, complaints, close } = await openPage(browser, `${product.url}/brand/velora`)
    await page.waitForSelector('.chart canvas')
    const box = (await page.locator('.chart').boundingBox())!
    await page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.8)
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toMatch(/^\d{4}-/)
    await page.getByRole('button', { name: /^Remove filter/ }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBeNull()
    expect(complaints).toEqual([])
    await close()
  })

  test('has the same time line as a table', async () => {
    const { page, close } = await openPage(browser, `${product.url}/brand/velora?range=7d&step=1d`)
    await page.getByText('As a table').click()
    expect(await page.locator('.as-table tbody tr').count()).toBeGreaterThanOrEqual(7)
    await close()
  })

  test('an unknown brand and an unknown address say so', async () => {
    for (const [path, words] of [
      ['/brand/nobody', 'No such brand'],
      ['/elsewhere', 'There is nothing at this address'],
    ]) {
      const { page, close } = await openPage(browser, `${product.url}${path}`)
      await page.getByText(words!).waitFor()
      await close()
    }
  })
})
