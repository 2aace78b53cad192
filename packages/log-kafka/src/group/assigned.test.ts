import { expect, onTestFinished, test } from 'vitest'
import { Layout } from '../layout.ts'
import type { LedgerBook } from '../ledger/account.ts'
import { KafkaError } from '../wire/kafka-error.ts'
import { Wire } from '../wire/wire.ts'
import { KafkaGroupReader } from './group-reader.ts'

type Group = { groupAssignment?: { memberAssignment: Buffer }[]; groupProtocols?: { metadata: Buffer }[] }

/** One broker with a group of one member, whose commits cannot be read while `refusal` says why. */
class OneMember extends Wire {
  refusal: KafkaError | null = null
  asked = 0

  override partitions(): number {
    return 1
  }

  override leader(): number {
    return 1
  }

  override async coordinator(): Promise<number> {
    return 1
  }

  override async refresh(): Promise<void> {}

  override async call<T>(_node: number, _purpose: string, api: string, args: object): Promise<T> {
    const { groupAssignment, groupProtocols } = args as Group
    const answer = async (): Promise<unknown> => {
      switch (api) {
        case 'JoinGroup': {
          const members = [{ memberId: 'm', memberMetadata: groupProtocols![0]!.metadata }]
          return { errorCode: 0, generationId: 1, memberId: 'm', leaderId: 'm', members }
        }
        case 'SyncGroup':
          return { errorCode: 0, memberAssignment: groupAssignment![0]!.memberAssignment }
        case 'OffsetFetch': {
          this.asked++
          if (this.refusal) throw this.refusal
          const { topics } = args as { topics: { topic: string; partitions: { partition: number }[] }[] }
          const at = { offset: '0', metadata: '', errorCode: 0 }
          const responses = topics.map(({ topic, partitions }) => ({
            topic,
            partitions: partitions.map(({ partition }) => ({ partition, ...at })),
          }))
          return { errorCode: 0, responses }
        }
        case 'ListOffsets': {
          const { topics } = args as { topics: { topic: string; partitions: { partition: number }[] }[] }
          const responses = topics.map(({ topic, partitions }) => ({
            topic,
            partitions: partitions.map(({ partition }) => ({ partition, errorCode: 0, offset: '0' })),
          }))
          return { responses }
        }
        case 'Fetch':
          await new Promise((resolve) => setTimeout(resolve, 20))
          return { responses: [] }
        default:
          return { errorCode: 0, responses: [] }
      }
    }
    return (await answer()) as T
  }
}

function reader(refusal: KafkaError) {
  const access = { clientId: 't', ssl: null, sasl: null, connectTimeoutMs: 100, requestTimeoutMs: 100 }
  const layout = new Layout('t.')
  const wire = new OneMember({ ...access, brokers: [], retryMs: 200 } as never, layout.all)
  wire.refusal = refusal
  const one = new KafkaGroupReader({
    wire,
    layout,
    book: {} as LedgerBook,
    group: 'g',
    topic: 'posts',
    number: 1,
    sessionMs: 1000,
    rebalanceMs: 1000,
    settleMs: 100,
    send: async () => {},
    closed: () => {},
  })
  onTestFinished(async () => {
    await one.close()
    wire.close()
  })
  return { wire, one }
}

const until = async (is: () => boolean) => {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('a right that is missing is told by the next read, instead of being asked for over and over in silence', async () => {
  const { wire, one } = reader(new KafkaError('GROUP_AUTHORIZATION_FAILED', 'no right to the group', false))
  await until(() => wire.asked > 0)
  await expect(one.next({ max: 1, waitMs: 500 })).rejects.toMatchObject({ code: 'ML_LOG_REFUSED' })
  // Given the right, it goes on without being started again.
  wire.refusal = null
  const asked = wire.asked
  await until(() => wire.asked > asked)
  await expect.poll(() => one.next({ max: 1, waitMs: 50 }), { timeout: 10_000 }).toEqual([])
})

test('a coordinator that does not answer is told as one that is away, and found again after', async () => {
  const { wire, one } = reader(new KafkaError('UNREACHABLE', 'no answer', true))
  await until(() => wire.asked > 1)
  await expect
    .poll(() => one.next({ max: 1, waitMs: 50 }).catch(({ code }) => code), { timeout: 10_000 })
    .toBe('ML_LOG_UNAVAILABLE')
  wire.refusal = null
  await expect.poll(() => one.next({ max: 1, waitMs: 50 }).catch(({ code }) => code), { timeout: 10_000 }).toEqual([])
})
