import { protocol, type Session } from 'electron'
import { WINDOW_ORIGIN } from '../listeners/guard.ts'
import { filePolicy, readViewerFile } from '../listeners/viewer-files.ts'

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

/**
 * Serves the files of `viewerDir`, and nothing else, at `VIEWER_URL`. `socketOrigin` is where they may connect to; they wait
 * until that is known.
 */
export function serveViewer(viewerDir: string, socketOrigin: Promise<string>): void {
  protocol.handle(SCHEME, async ({ method, url }) => {
    const { host, pathname } = new URL(url)
    const path = pathname === '/' ? '/index.html' : pathname
    const file = method === 'GET' && host === HOST ? readViewerFile(path, viewerDir) : null
    if (!file) return new Response(null, { status: 404 })
    return new Response(file.content, {
      headers: {
        'content-type': file.type,
        'content-security-policy': filePolicy(path, await socketOrigin),
        'x-content-type-options': 'nosniff',
      },
    })
  })
}

export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(PERMISSIONS.has(permission)))
  session.setPermissionCheckHandler((_page, permission) => PERMISSIONS.has(permission))
}
