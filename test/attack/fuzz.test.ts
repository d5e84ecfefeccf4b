import { FUZZ } from './fuzz.ts'
import { testAttacks } from './hold.ts'

testAttacks(FUZZ)
