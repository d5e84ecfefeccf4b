import { testAttacks } from './hold.ts'
import { SOCKETS } from './sockets.ts'

testAttacks(SOCKETS)
