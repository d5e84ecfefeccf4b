// `npm run test:attack`: builds what is attacked, then attacks it.
import { fileURLToPath } from 'node:url'
import { buildIfStale, installDependencies } from '../../main/prepare.mjs'
import { prepareElectron } from '../e2e/electron-runtime.mjs'
import { prepareMachine } from '../prepare.mjs'

installDependencies()
prepareMachine(await prepareElectron())
buildIfStale()
const { runnerImport } = await import('vite')
const file = fileURLToPath(new URL('command.ts', import.meta.url))
const { module } = await runnerImport(file, { logLevel: 'error' })
await module.run(process.argv.slice(2))
