import { expect, test } from 'vitest'
import { crossCheck, MoodlightConfig } from './config.ts'

const paths = (config: unknown): string[] => crossCheck(MoodlightConfig.parse(config)).map(({ path }) => path)

test('sample data and real sources are not mixed in one configuration', () => {
  const demo = { id: 'demo-forum', type: 'demo', part: 'forum' }
  const file = { id: 'inbox', type: 'file', paths: ['inbox'] }
  expect(paths({ sources: [file, demo] })).toEqual(['sources[1]'])
  expect(paths({ sources: [demo] })).toEqual([])
  expect(paths({ sources: [file] })).toEqual([])
})

test('ids that stand twice, strange rivals, zones and brands without a name are all told', () => {
  const brand = (more: object) => ({ id: 'bank', label: 'Bank', names: ['Bank'], ...more })
  expect(
    paths({ brands: [brand({ rivals: ['nobody'] }), brand({ names: [] }), brand({ id: 'c', zone: 'Mars/North' })] }),
  ).toEqual(['brands[1].id', 'brands[0].rivals[0]', 'brands[1]', 'brands[2].zone'])
})
