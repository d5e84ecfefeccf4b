// `npm run test:faults`: builds what is tested, then makes the faults.
import { fileURLToPath } from 'node:url'
import { buildIfStale, installDependencies } from '../../main/prepare.mjs'

installDependencies()
buildIfStale()
const { runnerImport } = await import('vite')
const { module } = await runnerImport(fileURLToPath(new URL('main.ts', import.meta.url)), { logLevel: 'error' })
await module.run(process.argv.slice(2))
