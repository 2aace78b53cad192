/** How the bytes of a file become text. `unit` is the width of a line feed in bytes. */
export interface TextCoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'gb18030' | 'windows-1256'
  readonly unit: 1 | 2
  /** Bytes of the byte order mark. */
  readonly bom: number
}

/** Tells the coding by byte order mark or, without one, by the zero bytes of UTF-16 text; else UTF-8. */
export function sniffCoding(head: Buffer): TextCoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { label: 'utf-8', unit: 1, bom: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', unit: 2, bom: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', unit: 2, bom: 2 }
  if (head.length >= 4 && head[1] === 0 && head[3] === 0 && head[0] !== 0) return { label: 'utf-16le', unit: 2, bom: 0 }
  if (head.length >= 4 && head[0] === 0 && head[2] === 0 && head[1] !== 0) return { label: 'utf-16be', unit: 2, bom: 0 }
  return { label: 'utf-8', unit: 1, bom: 0 }
}

/** Decodes one record; bytes that are not of the coding become U+FFFD, so that one bad byte costs one character. */
export function decoderFor(coding: TextCoding): (bytes: Buffer) => string {
  if (coding.label === 'utf-8') return (bytes) => bytes.toString('utf8')
  const decoder = new TextDecoder(coding.label, { ignoreBOM: true })
  return (bytes) => decoder.decode(bytes)
}
