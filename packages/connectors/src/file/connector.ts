import { MoodlightError } from '@moodlight/core'
import type { Connector, ConnectorContext } from '@moodlight/ports'
import { type FileSource, kindOf } from '../config.ts'
import { bad } from '../posts/item.ts'
import { FROM_START, readPosts } from '../posts/read-posts.ts'
import { wait } from '../wait.ts'
import { type FoundFile, findFiles } from './find.ts'
import { continues, type FileMark, markFile } from './identity.ts'
import { openDecoded } from './open.ts'
import { formatOf } from './read-file.ts'

/**
 * Watches folders and files: reads what is there, then follows what is appended. Marks are kept per inode and written when
 * the posts before them are durable, so a kill repeats at most the last batch; a renamed file goes on where it was.
 */
export function fileConnector(config: FileSource): Connector {
  return {
    source: config.id,
    network: config.network,
    sourceKind: kindOf(config),
    run: (context) => new Watch(config, context).run(),
  }
}

class Watch {
  readonly #config: FileSource
  readonly #context: ConnectorContext
  readonly #marks = new Map<string, FileMark | null>()
  /** Files that could not be read as they are; tried again when they change. */
  readonly #failed = new Map<string, string>()

  constructor(config: FileSource, context: ConnectorContext) {
    this.#config = config
    this.#context = context
  }

  async run(): Promise<void> {
    const { signal } = this.#context
    while (!signal.aborted) {
      const { files, problems } = await findFiles(this.#config.paths, this.#config.patterns)
      for (const file of files) {
        if (signal.aborted) return
        const problem = await this.#file(file)
        if (problem) problems.push(problem)
      }
      await this.#forget(files)
      this.#health(files.length, problems)
      await wait(this.#config.pollSeconds * 1000, signal)
    }
  }

  #health(files: number, problems: readonly string[]): void {
    const detail = problems.length > 0 ? problems.slice(0, 5).join('; ') : `${files} ${files === 1 ? 'file' : 'files'}`
    this.#context.health({ state: problems.length > 0 ? 'unreachable' : 'live', detail, until: null })
  }

  /** Reads on in one file; a problem is told in words. */
  async #file(found: FoundFile): Promise<string | null> {
    const { key } = found
    let mark = this.#marks.get(key)
    if (mark === undefined) mark = await this.#context.get<FileMark>(`file:${key}`)
    const seen = `${found.size}:${found.mtimeMs}`
    const settled = this.#context.clock.now() - found.mtimeMs >= this.#config.settleSeconds * 1000
    if (mark && mark.size === found.size && mark.mtimeMs === found.mtimeMs) {
      this.#marks.set(key, mark)
      if (mark.tail.to >= found.size || !settled) return null
    }
    if (this.#failed.get(key) === seen) return `${this.#name(found)}: cannot be read to its end`
    try {
      if (mark && !(await continues(found.path, mark))) {
        this.#context.log(
          'info',
          { file: this.#name(found) },
          'the file was replaced or truncated: read from its start',
        )
        mark = null
      }
      await this.#read(found, mark, settled)
      this.#failed.delete(key)
      return null
    } catch (error) {
      if (error instanceof MoodlightError || this.#context.signal.aborted) throw error
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      if (code === 'ENOENT') return null
      // A young file may still be written: it is looked at again before anything is said of it.
      if (!code.startsWith('Z_') || settled) this.#failed.set(key, seen)
      if (code.startsWith('Z_') && settled)
        await this.#context.deliver(
          [bad('ML_SOURCE_PAYLOAD', `a packed file ends too early or is damaged (${code})`, this.#name(found))],
          {
            lane: this.#config.lane,
          },
        )
      return `${this.#name(found)}: ${code}`
    }
  }

  async #read(found: FoundFile, mark: FileMark | null, settled: boolean): Promise<void> {
    const { columns, header, delimiter, maxRecordBytes, lane } = this.#config
    const start = mark?.resume ?? FROM_START
    const file = await openDecoded(found.path, start.offset, this.#context.signal)
    const batches = readPosts(file.stream, {
      format: formatOf(found.path),
      now: () => this.#context.clock.now(),
      resume: start,
      columns,
      header,
      ...(delimiter === undefined ? {} : { delimiter }),
      maxRecordBytes,
      // The last line of a file that is being written has no end yet.
      final: file.packed || settled,
    })
    let resume = start
    for await (const batch of batches) {
      await this.#context.deliver(batch.items, { lane })
      resume = batch.resume
      await this.#mark(found, resume, file.packed ? 0 : resume.offset)
      const part = Math.floor((100 * file.done()) / Math.max(1, file.size))
      if (part < 100)
        this.#context.health({ state: 'live', detail: `reads ${this.#name(found)}: ${part} %`, until: null })
    }
    await this.#mark(found, resume, file.packed ? found.size : resume.offset, found)
  }

  /** `whole`: the state of the file that is read completely, so that it is left alone until it changes. */
  async #mark(found: FoundFile, resume: FileMark['resume'], reach: number, whole?: FoundFile): Promise<void> {
    const made = await markFile(found.path, resume, reach)
    const mark = { ...made, size: whole?.size ?? -1, mtimeMs: whole?.mtimeMs ?? -1 }
    this.#marks.set(found.key, mark)
    await this.#context.put(`file:${found.key}`, mark)
  }

  /** Marks of files that are gone. */
  async #forget(files: readonly FoundFile[]): Promise<void> {
    const here = new Set(files.map((f) => f.key))
    for (const key of this.#marks.keys())
      if (!here.has(key)) {
        this.#marks.delete(key)
        this.#failed.delete(key)
        await this.#context.remove(`file:${key}`)
      }
  }

  #name(found: FoundFile): string {
    return found.path.split('/').at(-1) ?? found.path
  }
}
