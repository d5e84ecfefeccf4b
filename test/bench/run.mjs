// `npm run bench`: builds what is measured, then runs the benchmark, or the part of it that needs a process of its own.
import { fileURLToPath } from 'node:url'
import { buildIfStale, installDependencies } from '../../main/prepare.mjs'

const [part = '', ...rest] = process.argv.slice(2)
const isChild = part.startsWith('child:')
if (!isChild) {
  installDependencies()
  buildIfStale()
}
const { runnerImport } = await import('vite')
const file = isChild ? `children/${part.slice('child:'.length)}.ts` : 'bench.ts'
const { module } = await runnerImport(fileURLToPath(new URL(file, import.meta.url)), { logLevel: 'error' })
await module.run(isChild ? rest : process.argv.slice(2))
