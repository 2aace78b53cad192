import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openBrowser, openPage } from './chromium.ts'
import { ownProduct, type Product } from './product.ts'

interface Span {
  readonly start: number
  readonly end: number
}
interface MentionJson {
  readonly id: string
  readonly text: string
  readonly matches: readonly Span[]
  readonly sentiment: { readonly evidence: readonly (Span & { weight: number })[] }
}

let product: Product
let browser: Browser
let serial = 0

/** A post of ours, written now. */
const say = (text: string, more: object = {}) => {
  serial += 1
  return {
    id: `t${serial}`,
    url: `https://posts.invalid/${serial}`,
    author: { id: `a${serial}`, handle: `h${serial}` },
    createdAt: new Date().toISOString(),
    text,
    ...more,
  }
}
const filler = (n: number) =>
  Array.from({ length: n }, () => say(`Message ${serial} of a quiet day: I walked past the Testbank office.`))

async function mentions(query: string): Promise<readonly MentionJson[]> {
  const answer = await fetch(`${product.url}/api/v1/mentions?${query}`)
  return ((await answer.json()) as { mentions: MentionJson[] }).mentions
}

const item = (page: Page, words: string) => page.locator('[data-post]', { hasText: words })
const isLive = (page: Page) => page.locator('.feed .live[data-state="live"]').waitFor({ timeout: 60_000 })

beforeAll(async () => {
  product = await ownProduct()
  browser = await openBrowser()
  await product.post(...filler(40))
  await vi.waitFor(async () => expect((await mentions('limit=100')).length).toBeGreaterThanOrEqual(40), {
    timeout: 60_000,
  })
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

describe('the live feed', () => {
  test('a new mention comes in without a reload, with its link, and goes when its source deletes it', async () => {
    const { page, complaints, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    const post = say('The Testbank app is great, really excellent service.')
    await product.post(post)
    const shown = item(page, 'really excellent service')
    await shown.waitFor()
    const link = shown.locator('a[data-original]')
    expect(await link.getAttribute('href')).toBe(post.url)
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
    await product.post({ delete: post.id })
    await page.getByText('Removed at its source').waitFor()
    expect(await page.getByText('really excellent service').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  test('new mentions never move the line being read', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    await page.locator('[data-post]').nth(12).waitFor()
    await page.locator('.feed__pane').evaluate((pane) => pane.scrollTo({ top: 600 }))
    await page.waitForTimeout(300)
    const read = await page.locator('[data-post]').evaluateAll((all) => {
      const shown = all.find((one) => one.getBoundingClientRect().top > 400)!
      return { post: shown.getAttribute('data-post')!, top: shown.getBoundingClientRect().top }
    })
    await product.post(...filler(5))
    const pill = page.getByRole('button', { name: '5 new mentions' })
    await pill.waitFor()
    const top = await page.locator(`[data-post="${read.post}"]`).evaluate((one) => one.getBoundingClientRect().top)
    expect(top).toBe(read.top)
    const first = await page.locator('[data-post]').first().getAttribute('data-post')
    await pill.click()
    await expect.poll(() => page.locator('[data-post]').first().getAttribute('data-post')).not.toBe(first)
    expect(await page.locator('.feed__pane').evaluate((pane) => pane.scrollTop)).toBe(0)
    await close()
  })

  test('held by the key, it waits; released, it goes on', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    await page.locator('[data-post]').first().waitFor()
    await page.keyboard.press('p')
    await page.locator('.live[data-state="held"]').waitFor()
    await product.post(say('Held back: the Testbank branch closes at five.'))
    await page.getByRole('button', { name: '1 new mention' }).waitFor()
    expect(await item(page, 'Held back').count()).toBe(0)
    await page.keyboard.press('p')
    await item(page, 'Held back').waitFor()
    await close()
  })

  test('Persian runs from right to left in an Arabic font, English from left to right on the same page', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    await product.post(say('برنامه تست‌بانک امروز خیلی خوب کار می‌کند و راضی هستم.', { lang: 'fa' }))
    const text = item(page, 'تست‌بانک').first().locator('.item__text')
    await text.waitFor()
    const looks = await text.evaluate((one) => {
      const { direction, fontFamily } = getComputedStyle(one)
      return { direction, fontFamily, dir: one.getAttribute('dir'), lang: one.getAttribute('lang') }
    })
    expect(looks).toMatchObject({ direction: 'rtl', dir: 'rtl', lang: 'fa' })
    expect(looks.fontFamily).toContain('Arabic')
    const other = item(page, 'quiet day').first().locator('.item__text')
    expect(await other.evaluate((one) => getComputedStyle(one).direction)).toBe('ltr')
    await close()
  })

  test('the marked words are exactly the spans of the API, emoji before them or not', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    const words = 'terrible and useless'
    await product.post(say(`😀🏦 Again an outage: Testbank is ${words}, I am very disappointed.`))
    const shown = item(page, words)
    await shown.waitFor()
    const mention = (await mentions('words=useless')).find((one) => one.text.includes(words))!
    const marksIn = (place: Locator) =>
      place.locator('mark[data-start]').evaluateAll((all) =>
        (all as HTMLElement[]).map((mark) => ({
          start: Number(mark.dataset['start']),
          end: Number(mark.dataset['end']),
          text: mark.textContent,
          name: mark.classList.contains('mark--name'),
          weight: Number(mark.dataset['weight'] ?? 0),
        })),
      )
    const brief = await marksIn(shown)
    expect(brief.some((mark) => mark.name && mark.text === 'Testbank')).toBe(true)
    expect(brief.some((mark) => mark.weight < 0)).toBe(true)
    await shown.locator('.item__time').click()
    await page.locator('.mention__text').waitFor()
    const whole = await marksIn(page.locator('.mention__text'))
    for (const mark of [...brief, ...whole]) expect(mark.text).toBe(mention.text.slice(mark.start, mark.end))
    const covered = (span: Span) =>
      whole
        .filter((mark) => mark.start >= span.start && mark.end <= span.end)
        .reduce((sum, mark) => sum + mark.end - mark.start, 0)
    expect(mention.sentiment.evidence.length).toBeGreaterThan(0)
    for (const span of [...mention.matches, ...mention.sentiment.evidence]) {
      expect(covered(span)).toBe(span.end - span.start)
    }
    await close()
  })

  test('a filter is in the address and means the same after a reload', async () => {
    await product.post(say('Testbank is awful, a horrible and dishonest bank.'))
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await page.getByRole('button', { name: 'Negative', exact: true }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('label')).toBe('negative')
    await page.reload()
    await page.locator('[data-post]').first().waitFor()
    const colours = await page
      .locator('[data-post]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-colour')))
    expect(new Set(colours)).toEqual(new Set(['red']))
    await close()
  })

  test('can be used with the keyboard alone', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await page.locator('[data-post]').nth(3).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-post') ?? null)
    const posts = await page
      .locator('[data-post]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-post')))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused()).toBe(posts[1])
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)
    expect(outline).not.toBe('none')
    await page.keyboard.press('k')
    expect(await focused()).toBe(posts[0])
    await page.keyboard.press('Enter')
    await page.locator('dialog.drawer[open] .mention__text').waitFor()
    expect(new URL(page.url()).searchParams.get('open')).not.toBeNull()
    await page.keyboard.press('Escape')
    await page.locator('dialog.drawer').waitFor({ state: 'detached' })
    expect(await focused()).toBe(posts[0])
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-search'))).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.locator('dialog[open]').waitFor()
    await close()
  })

  test('one mention has a page of its own with everything that made its label', async () => {
    const [mention] = await mentions('label=negative')
    const { page, close } = await openPage(browser, `${product.url}/mention/${encodeURIComponent(mention!.id)}`)
    await page.locator('.evidence__bar').first().waitFor()
    for (const words of ['Probabilities', 'Where the brand stands', 'Made with']) {
      await page.getByText(words, { exact: true }).waitFor()
    }
    await close()
  })

  test('comes back by itself after the product was killed and started again', async () => {
    const { page, close } = await openPage(browser, `${product.url}/feed`)
    await isLive(page)
    await product.kill()
    await page.locator('.feed .live:is([data-state="reconnecting"], [data-state="offline"])').waitFor()
    await product.again()
    await isLive(page)
    await product.post(say('After the restart the Testbank feed goes on.'))
    await item(page, 'feed goes on').waitFor()
    await close()
  })
})
