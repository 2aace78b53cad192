import { LanguageVerdict } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { createDetector } from './detector.ts'

const detector = createDetector()
const detect = (text: string, ...hints: string[]) => detector.detect(text, tokenize(text), hints)

describe('sentences', () => {
  test.each([
    ['eng', 'The app has been down since this morning and nobody answers'],
    ['nld', 'De app ligt er sinds vanochtend uit en niemand neemt op'],
    ['afr', 'Die app werk nie sedert vanoggend nie en niemand antwoord nie'],
    ['deu', 'Die App geht seit heute Morgen nicht und niemand antwortet'],
    ['zho', '从今天早上开始应用就打不开，也没有人接电话'],
    ['jpn', '今朝からアプリが使えません'],
    ['kor', '오늘 아침부터 앱이 안 열려요'],
    ['fas', 'از امروز صبح برنامه باز نمی‌شود و کسی جواب نمی‌دهد'],
    ['ara', 'التطبيق لا يعمل منذ صباح اليوم ولا أحد يرد'],
    ['urd', 'آج صبح سے ایپ نہیں چل رہی ہے اور کوئی جواب نہیں دیتا'],
    ['pus', 'د نن سهار راهیسې اپلیکیشن نه خلاصیږي او څوک ځواب نه ورکوي'],
    ['rus', 'С утра приложение не работает, и никто не отвечает'],
    ['ukr', 'Зранку застосунок не працює, і ніхто не відповідає'],
    ['ell', 'Η εφαρμογή δεν λειτουργεί από το πρωί'],
    ['tha', 'แอปใช้งานไม่ได้ตั้งแต่เช้า'],
    ['heb', 'האפליקציה לא עובדת מהבוקר'],
  ])('%s: %s', (code, text) => {
    const verdict = detect(text)
    LanguageVerdict.parse(verdict)
    expect(verdict.code).toBe(code)
  })
})

test('Persian typed on an Arabic keyboard is Persian', () => {
  expect(detect('اين برنامه خيلي خوب است و من هر روز از آن استفاده مي كنم').code).toBe('fas')
})

test('Han alone is Chinese, unless it is short and the source says Japanese', () => {
  expect(detect('東京都', 'zh')).toMatchObject({ code: 'zho', by: 'script' })
  expect(detect('東京都', 'ja')).toMatchObject({ code: 'jpn', by: 'hint' })
  expect(detect('我们昨天在东京吃了很好的面，你们也应该去试试看', 'ja').code).toBe('zho')
})

test('a plausible hint decides what is open; an implausible one decides nothing', () => {
  expect(detect('De app ligt er sinds vanochtend uit en niemand neemt op', 'en').code).toBe('nld')
  expect(detect('از امروز صبح برنامه باز نمی‌شود', 'nl').code).toBe('fas')
  expect(detect('super', 'nl').code).toBe('nld')
  expect(detect('super', 'de').code).toBe('deu')
})

test.each(['', '   ', '123 456', '!!! ???', '😡😡', 'https://example.com/the-bank', '@someone @other'])(
  '%s: unknown',
  (text) => {
    expect(detect(text)).toEqual({ code: 'und', confidence: 0, by: 'none' })
  },
)

test('links and handles say nothing about the language', () => {
  expect(detect('@the_best_bank_of_england https://example.com/this/is/english het werkt weer niet').code).toBe('nld')
})

test('hostile texts end in a verdict', () => {
  for (const text of [
    'a'.repeat(500_000),
    'ab '.repeat(200_000),
    '的'.repeat(200_000),
    '\ud800\udc00\ud800',
    'ي'.repeat(300_000),
  ])
    LanguageVerdict.parse(detect(text, 'x'.repeat(1000), '', 'zz'))
})
