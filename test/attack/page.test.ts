import { testAttacks } from './hold.ts'
import { PAGE } from './page.ts'

testAttacks(PAGE)
