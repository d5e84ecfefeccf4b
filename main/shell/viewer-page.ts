import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol, type Session } from 'electron'
import { WINDOW_ORIGIN } from '../listeners/guard.ts'
import { filePolicy } from '../listeners/viewer-files.ts'

/** Address of the built viewer inside the window. */
export const VIEWER_URL = `${WINDOW_ORIGIN}/`

const { protocol: PROTOCOL, host: HOST } = new URL(VIEWER_URL)
const SCHEME = PROTOCOL.slice(0, -1)

/** What the page may ask for: copying, and on newer versions of Chromium, reaching the collector on loopback. */
const PERMISSIONS: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'local-network-access',
  'loopback-network',
])

/** Must run before the app is ready. */
export function registerViewerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Serves the files of `viewerDir`, and nothing else, at `VIEWER_URL`. `socketOrigin` is where they may connect to. */
export function serveViewer(viewerDir: string, socketOrigin: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    const path = resolveFile(viewerDir, url.pathname)
    if (request.method !== 'GET' || url.host !== HOST || path === undefined) return new Response(null, { status: 404 })
    try {
      const file = await net.fetch(pathToFileURL(path).href)
      const type = file.headers.get('content-type') ?? 'application/octet-stream'
      return new Response(file.body, {
        headers: {
          'content-type': type,
          'content-security-policy': filePolicy(url.pathname, socketOrigin),
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(PERMISSIONS.has(permission)))
  session.setPermissionCheckHandler((_page, permission) => PERMISSIONS.has(permission))
}

/** The file of a URL's path; undefined where it would lie outside `viewerDir` or is no path at all. */
function resolveFile(viewerDir: string, pathname: string): string | undefined {
  try {
    const path = normalize(join(viewerDir, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)))
    return path.startsWith(viewerDir + sep) ? path : undefined
  } catch {
    return undefined
  }
}
