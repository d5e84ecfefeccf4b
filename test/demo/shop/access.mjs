import { note } from '../reporter.mjs'

/** A request that may not do what it asks for. */
export class AccessDenied extends Error {
  /** @override */
  name = 'AccessDenied'
}

/** What each role may do. */
const grants = new Map([
  ['customer', new Set(['order.create', 'order.view'])],
  ['staff', new Set(['order.create', 'order.view', 'order.list', 'report.view'])],
])

/** @param {{ name: string, role: string } | null} user @param {string} permission @param {string} control what it is about */
export function requirePermission(user, permission, control) {
  const isGranted = grants.get(user?.role ?? '')?.has(permission) ?? false
  note({
    type: 'access_check',
    importance: isGranted ? 1 : 4,
    success: isGranted,
    tags: [`role:${user?.role ?? 'guest'}`],
    payload: { access: isGranted ? 'GRANT' : 'DENIED', control, object: user?.name ?? 'guest', action: permission },
  })
  if (!isGranted) throw new AccessDenied(`${user?.name ?? 'A guest'} may not ${permission} (${control})`)
}
