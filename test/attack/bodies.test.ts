import { BODIES } from './bodies.ts'
import { testAttacks } from './hold.ts'

testAttacks(BODIES)
