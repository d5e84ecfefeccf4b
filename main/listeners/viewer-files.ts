import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { CLIENT_SYSTEMS, type ClientSystem } from '../../shared/client-systems.ts'
import { CLIENT_FILES, writeFetch } from '../../shared/clients.ts'
import { sendText } from './answer.ts'
import { isToken } from './guard.ts'
import type { ViewerCookies } from './viewer-cookies.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.map': 'application/json',
}

/**
 * The page around a mail whose remote images the user asked for: it has a policy of its own in its head, narrower than
 * the viewer's but for images, and may stand in the viewer alone.
 */
export const MAIL_FRAME_PATH = '/mail-frame.html'
const MAIL_FRAME_POLICY = "frame-ancestors 'self'"

/** The policy of a file of the viewer. `connect` is where it may connect to beside its own origin. */
export function filePolicy(path: string, connect: string): string {
  return path === MAIL_FRAME_PATH ? MAIL_FRAME_POLICY : viewerPolicy(connect)
}

/** What the viewer may do in a browser. Electron's window gets the same policy with its own connection address. */
function viewerPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // CodeMirror and the virtual list set styles on elements they make.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${connect}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * `GET /`: with the token in the address, cookies take its place that scripts cannot read and other sites do not send, and it
 * goes out of the address; with the cookies, the viewer; else a few words on what this port is.
 */
export function getViewer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: { viewerDir: string; token: string; cookies: ViewerCookies; port: number },
): void {
  const { viewerDir, token, cookies, port } = options
  const given = url.searchParams.get('token')
  if (given === null && cookies.isKnown(request)) getViewerFile(response, '/index.html', viewerDir)
  else if (given === null) sendText(response, 200, explainPort(port, false))
  else if (!isToken(given, token)) sendText(response, 401, explainPort(port, true))
  else {
    response.writeHead(303, { location: '/', 'set-cookie': cookies.write(), 'cache-control': 'no-store' })
    response.end()
  }
}

/** A file of the built viewer; the files hold no secrets, so they need no token. */
export function getViewerFile(response: ServerResponse, path: string, viewerDir: string): void {
  const file = readViewerFile(path, viewerDir)
  if (!file) {
    sendText(response, 404, `There is nothing at ${path}.\n`)
    return
  }
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': file.content.length,
    // Built files carry a hash of their content in the name; the page itself does not.
    'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': filePolicy(path, ''),
    'x-frame-options': path === MAIL_FRAME_PATH ? 'SAMEORIGIN' : 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  })
  response.end(file.content)
}

/**
 * A file of the built viewer with its content type; null for what is none, which a name that no file can have is neither. At
 * once, as it takes a tenth of a millisecond: a stream would wait in the queue in which the log's queries stand, most of all
 * while a page starts.
 */
export function readViewerFile(path: string, viewerDir: string): { type: string; content: Buffer<ArrayBuffer> } | null {
  const file = join(viewerDir, normalize(path))
  const type = TYPES[extname(file)]
  if (!type || !file.startsWith(viewerDir + sep)) return null
  try {
    return { type, content: readFileSync(file) }
  } catch {
    return null
  }
}

function explainPort(port: number, wasTokenWrong: boolean): string {
  const address = `127.0.0.1:${port}`
  return `${wasTokenWrong ? 'This token is not valid (any more): each start of Tattler makes a new one.\n\n' : ''}\
This is Tattler, a viewer for debug events. Apps on this machine send their events here.

Send a first event:

  curl -X POST http://${address}/events -H 'Content-Type: application/json' \\
    -d '{"type":"log","importance":2,"payload":{"message":"Hello from curl"}}'

Or get a client, one file for your project:

${CLIENT_FILES.map((client) => `  ${writeFetch(client, address)}\n`).join('')}
Or bring the client of a system that you use already:

${CLIENT_SYSTEMS.map(explainSystem(address)).join('\n')}
To read events, use the Tattler window, or the address with the token that "tattler serve" printed at its start.
`
}

const explainSystem = (address: string) => (system: ClientSystem) => {
  const lines = system.writeLines(address).split('\n')
  return `${system.name}. ${system.about}\n\n${lines.map((line) => `  ${line}\n`).join('')}`
}
