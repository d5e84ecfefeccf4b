// `npm run screenshots`: a picture of every view in both themes, in the folder `screenshots`, for people to look at.
import { fileURLToPath } from 'node:url'
import { buildIfStale, installDependencies } from '../../main/prepare.mjs'

installDependencies()
buildIfStale()
const { runnerImport } = await import('vite')
const { module } = await runnerImport(fileURLToPath(new URL('screenshots.ts', import.meta.url)), { logLevel: 'error' })
await module.run(process.argv.slice(2))
