import { testAttacks } from './hold.ts'
import { NAMES } from './names.ts'

testAttacks(NAMES)
