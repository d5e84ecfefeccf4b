import { CONNECTIONS } from './connections.ts'
import { testAttacks } from './hold.ts'

testAttacks(CONNECTIONS)
