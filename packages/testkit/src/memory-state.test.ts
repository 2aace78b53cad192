import { MemoryState } from './memory-state.ts'
import { stateStoreContract } from './state-store/contract.ts'

const stores = new Map<string, MemoryState>()

stateStoreContract({
  name: 'memory',
  async open(dir, clock) {
    const state = stores.get(dir) ?? new MemoryState(clock)
    stores.set(dir, state)
    return { state, close: async () => {} }
  },
})
