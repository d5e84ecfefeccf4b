import { DOORWAYS } from './doorways.ts'
import { testAttacks } from './hold.ts'

testAttacks(DOORWAYS)
