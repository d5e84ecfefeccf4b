import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDataDir } from '../../helpers/collector.ts'

/** A folder with these files in it, by their path with `/`; goes away with the test. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = makeDataDir()
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, ...path.split('/'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return root
}

/** `line 1` to `line n`. */
export const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n')
