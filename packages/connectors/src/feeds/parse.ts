import { MoodlightError } from '@moodlight/core'
import { decodeFeed } from './decode.ts'
import type { ParsedFeed } from './entry.ts'
import { parseJsonFeed } from './json-feed.ts'
import { parseXmlFeed } from './xml-feed.ts'

/**
 * Reads a feed of any kind from the bytes of an answer. What it is, is told by the bytes and not by the content type.
 * @throws ML_SOURCE_PAYLOAD with the reason in words.
 */
export function parseFeed(body: Uint8Array, contentType: string | undefined, url: string): ParsedFeed {
  const { text } = decodeFeed(body, contentType)
  if (text === '') throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the answer is empty')
  if (text.startsWith('{')) return parseJsonFeed(text, url)
  if (/^(<!doctype html|<html|<head|<body)/i.test(text))
    throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the answer is a web page, no feed')
  // What stands before the first tag is of no use to anybody.
  const at = text.indexOf('<')
  if (at < 0) throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the answer is no feed')
  return parseXmlFeed(text.slice(at), url)
}
