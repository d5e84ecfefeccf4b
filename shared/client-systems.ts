/** A system whose clients Tattler understands as they are. */
export interface ClientSystem {
  readonly id: 'web-debug' | 'datacat' | 'roundware' | 'codebolt'
  readonly name: string
  /** Who its clients are, and how they get here: a sentence. */
  readonly about: string
  /** The two lines that bring a client to `address`, which is like `127.0.0.1:7357`; ready to paste. */
  writeLines(address: string): string
}

/** In the order of docs/protocols.md, which tells the rest. */
export const CLIENT_SYSTEMS: readonly ClientSystem[] = [
  {
    id: 'web-debug',
    name: 'Web debug protocol',
    about: 'An app that answers with X-Http-Debug headers or _x_http_debug in its JSON is watched through a proxy.',
    writeLines: () => `tattler proxy http://localhost:8000
# then open the address that it prints, instead of the app's own`,
  },
  {
    id: 'datacat',
    name: 'DataCat',
    about: 'Its clients take the address where they begin a session; this is Python, which brings its own daemon.',
    writeLines: (address) => `from datacat import create_session
session = create_session(base_url="http://${address}", product="shop", version="1.0")`,
  },
  {
    id: 'roundware',
    name: 'Roundware',
    about: 'Its web client takes the address as its server; a page of this machine may connect at once.',
    writeLines: (
      address,
    ) => `const options = { projectId: 1, deviceId: 'mine', listenerLocation: { latitude: 0, longitude: 0 } }
await new Roundware(window, { serverUrl: 'http://${address}/api/2', ...options }).connect()`,
  },
  {
    id: 'codebolt',
    name: 'Codebolt',
    about: 'Its agents find the event log by their environment.',
    writeLines: (address) => `export CODEBOLT_SERVER_URL=localhost SOCKET_PORT=${address.split(':').at(-1)}
node agent.js`,
  },
]
