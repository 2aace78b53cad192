import { MemoryState } from '@moodlight/testkit'
import { expect, test } from 'vitest'
import { sameInstallation } from './identity.ts'

const SECRET = '0123456789012345678901234567890123456789'

test('all services mean the same store: the first writes down what it is for', async () => {
  const state = new MemoryState()
  await Promise.all(Array.from({ length: 5 }, () => sameInstallation(state, 'own', SECRET)))
  const foreign = { code: 'ML_DATA_FOREIGN' }
  await expect(sameInstallation(state, 'own', `${SECRET}x`)).rejects.toMatchObject(foreign)
  await expect(sameInstallation(state, 'demo', SECRET)).rejects.toMatchObject(foreign)
  expect(JSON.stringify(await state.get('installation', 'cluster'))).not.toContain(SECRET)
})
