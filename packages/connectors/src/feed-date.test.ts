import { describe, expect, it } from 'vitest'
import { parseFeedDate } from './feed-date.ts'
import { retryAfterMs } from './net/retry-after.ts'
import { parseTime } from './time.ts'

const at = (iso: string) => Date.parse(iso)

describe('dates of feeds', () => {
  it.each([
    // RFC 822 and its relatives
    ['Thu, 01 Jan 2026 19:48:21 GMT', '2026-01-01T19:48:21Z'],
    ['Thu, 1 Jan 26 19:48 GMT', '2026-01-01T19:48:00Z'],
    ['01 Jan 2026 19:48:21 +0330', '2026-01-01T16:18:21Z'],
    ['Mon, 01 Jan 2026 19:48:21 +03:30', '2026-01-01T16:18:21Z'],
    ['Thu, 01 January 2026 19:48:21 EST', '2026-01-02T00:48:21Z'],
    ['Thu, 01 Jan 2026 19:48:21 ET', '2026-01-02T00:48:21Z'],
    ['Thu, 01 Jan 2026 19:48:21 CT', '2026-01-02T01:48:21Z'],
    ['Thu, 01 Jan 2026 19:48:21 Z', '2026-01-01T19:48:21Z'],
    ['Thu, 01 Jan 2026 19:48:21', '2026-01-01T19:48:21Z'],
    ['Thu, 01 Jan 2026', '2026-01-01T00:00:00Z'],
    ['Thursday, 01-Jan-26 19:48:21 GMT', '2026-01-01T19:48:21Z'],
    ['Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06Z'],
    ['Fri Feb 24 15:18:31 +0800 2012', '2012-02-24T07:18:31Z'],
    ['Jan 5, 2026 3:04 PM', '2026-01-05T15:04:00Z'],
    ['January 5, 2026 12:04am', '2026-01-05T00:04:00Z'],
    // W3C-DTF and ISO 8601
    ['2003', '2003-01-01T00:00:00Z'],
    ['2003-12', '2003-12-01T00:00:00Z'],
    ['2003-12-31', '2003-12-31T00:00:00Z'],
    ['2003-12-31T10:14Z', '2003-12-31T10:14:00Z'],
    ['2003-12-31T10:14:55.250Z', '2003-12-31T10:14:55.250Z'],
    ['2003-12-31T10:14:55-08:00', '2003-12-31T18:14:55Z'],
    ['2003-12-31T10:14:55+0330', '2003-12-31T06:44:55Z'],
    ['20260725T023000Z', '2026-07-25T02:30:00Z'],
    ['20031231', '2003-12-31T00:00:00Z'],
    ['2003-365', '2003-12-31T00:00:00Z'],
    ['2026-W01-4', '2026-01-01T00:00:00Z'],
    // Databases and sites
    ['2004-07-08 23:56:58.0', '2004-07-08T23:56:58Z'],
    ['2020/1/10 14:33:00', '2020-01-10T14:33:00Z'],
    ['2004년 5월 25일  오후 11:23:17', '2004-05-25T23:23:17Z'],
    ['2026年7月25日 10:30', '2026-07-25T10:30:00Z'],
    ['2026年7月25日（土） 午前 10:30', '2026-07-25T10:30:00Z'],
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00Z'],
    ['2004 július 13 9:15:00', '2004-07-13T09:15:00Z'],
    ['24 mrt 2026 08:00:00 +0100', '2026-03-24T07:00:00Z'],
    ['24 mei 2026', '2026-05-24T00:00:00Z'],
    ['5 août 2026 10:00', '2026-08-05T10:00:00Z'],
    ['۲۰۲۶-۰۱-۰۲ ۰۳:۰۴', '2026-01-02T03:04:00Z'],
  ])('%s', (written, iso) => {
    expect(parseFeedDate(written)).toBe(at(iso))
  })

  it.each([
    '',
    'yesterday',
    '31 Apr 2026',
    '2026-02-30',
    '2026-13-01',
    '99:99',
    '0000-00-00',
    '1',
    'Thu',
    '1969-12-31',
    'x'.repeat(5_000),
  ])('%s is none', (written) => {
    expect(parseFeedDate(written)).toBeNull()
  })
})

describe('times of posts', () => {
  it.each([
    [1_767_225_600, '2026-01-01T00:00:00Z'],
    [1_767_225_600.5, '2026-01-01T00:00:00.500Z'],
    [1_767_225_600_000, '2026-01-01T00:00:00Z'],
    [1_767_225_600_000_000, '2026-01-01T00:00:00Z'],
    ['1767225600', '2026-01-01T00:00:00Z'],
    ['20260725023000', '2026-07-25T02:30:00Z'],
    ['2026-01-01T00:00:00.123456Z', '2026-01-01T00:00:00.123Z'],
  ])('%s', (written, iso) => {
    expect(parseTime(written)).toBe(at(iso))
  })
  it.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY, '', 'soon', '-1'])('%s is none', (written) => {
    expect(parseTime(written)).toBeNull()
  })
})

describe('Retry-After', () => {
  const now = at('2026-01-01T00:00:00Z')
  it.each([
    ['120', undefined, 120_000],
    ['1.5', undefined, 1_500],
    ['Thu, 01 Jan 2026 00:10:00 GMT', undefined, 600_000],
    // A server whose clock is an hour ahead means ten minutes all the same.
    ['Thu, 01 Jan 2026 01:10:00 GMT', 'Thu, 01 Jan 2026 01:00:00 GMT', 600_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', undefined, 0],
    ['99999999', undefined, 86_400_000],
    ['soon', undefined, null],
    ['', undefined, null],
    [undefined, undefined, null],
  ])('%s (server says %s)', (value, date, ms) => {
    expect(retryAfterMs(value, now, date)).toBe(ms)
  })
})
