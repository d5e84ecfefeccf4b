// `npm run profile`: builds Tattler and records where its time goes.
import { fileURLToPath } from 'node:url'
import { buildIfStale, installDependencies } from '../../main/prepare.mjs'

installDependencies()
buildIfStale()
const { runnerImport } = await import('vite')
const file = fileURLToPath(new URL('profile.ts', import.meta.url))
const { module } = await runnerImport(file, { logLevel: 'error' })
await module.run(process.argv.slice(2))
