import { clockBack } from './clock.ts'
import { crash } from './crash.ts'
import { damagedFile } from './damaged-file.ts'
import type { Outcome, Size } from './fault.ts'
import { fullDisk } from './full-disk.ts'
import { kill } from './kill.ts'
import { newerFile } from './newer-file.ts'
import { portTaken } from './port-taken.ts'
import { powerCut } from './power-cut.ts'
import { readOnlyFolder } from './read-only-folder.ts'
import { removedFolder } from './removed-folder.ts'
import { sleepAndResume } from './sleep.ts'
import { soak } from './soak.ts'
import { upgrade } from './upgrade.ts'
import { viewers } from './viewers.ts'

/** Every fault, in the order in which they are made. */
export const FAULTS: Readonly<Record<string, (size: Size) => Promise<Outcome>>> = {
  kill: ({ kills }) => kill(kills),
  'power-cut': ({ copies }) => powerCut(copies),
  crash: ({ crashes }) => crash(crashes),
  'full-disk': () => fullDisk(),
  'read-only': ({ folders }) => readOnlyFolder(folders),
  removed: ({ folders }) => removedFolder(folders),
  clock: ({ crashes }) => clockBack(crashes),
  damaged: ({ damages }) => damagedFile(damages),
  newer: () => newerFile(),
  'port-taken': () => portTaken(),
  sleep: ({ folders }) => sleepAndResume(Math.ceil(folders / 3)),
  viewers: ({ crashes }) => viewers(Math.ceil(crashes / 8)),
  soak: ({ soak: size }) => soak(size),
  upgrade: () => upgrade(),
}
