// Visits Tattler at the address in the arguments with the real client, and prints what it saw.
import { createRequire } from 'node:module'
import { visit } from './visit.mjs'

// The client is made for browsers: it asks for their window, who they are, a page, storage, and sound. Here all is silent.
Object.assign(globalThis, {
  window: globalThis,
  document: silence(),
  localStorage: silence({ length: 0, getItem: () => null }),
  AudioContext: makeAudioContext,
  ...(!('navigator' in globalThis) && { navigator: { userAgent: `Node.js ${process.version}` } }),
})
console.log = console.info = console.warn = () => undefined

const framework = createRequire(import.meta.url)(
  '../../clients/node_modules/roundware-web-framework/dist/roundware.umd.js',
)
const [url = '', projectId = '1'] = process.argv.slice(2)
const seen = await visit(framework, globalThis, url, { projectId: Number(projectId), hasAudio: false })
process.stdout.write(JSON.stringify(seen), () => process.exit())

/** Takes the place of a class: `new` gives what it returns. */
function makeAudioContext() {
  return silence({ sampleRate: 44_100, state: 'running', baseLatency: 0 })
}

/**
 * Something that can be called and has every member, each of which is more of the same.
 *
 * @param {Record<string, unknown>} known
 * @returns {any}
 */
function silence(known = {}) {
  return new Proxy(() => undefined, {
    get: (_, name) => {
      if (name === Symbol.toPrimitive) return () => 1
      return name in known ? Reflect.get(known, name) : silence()
    },
    has: () => true,
    set: () => true,
    apply: () => silence(),
    defineProperty: () => true,
    getOwnPropertyDescriptor: () => ({ configurable: true, get: () => 1, set: () => undefined }),
  })
}
