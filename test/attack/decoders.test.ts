import { DECODERS } from './decoders.ts'
import { testAttacks } from './hold.ts'

testAttacks(DECODERS)
