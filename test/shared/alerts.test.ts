import { expect, test } from 'vitest'
import { type Alert, alertTitle } from '../../shared/alerts.ts'

const ALERT: Alert = { kind: 'error', count: 1, id: 7, summary: 'broken', instance: 'shop', otherApps: 0 }

test.each([
  [{}, 'Error in shop'],
  [{ count: 1200 }, '1,200 errors in shop'],
  [{ count: 3, otherApps: 1 }, '3 errors in shop and 1 other app'],
  [{ count: 3, otherApps: 2 }, '3 errors in shop and 2 other apps'],
] as const)('the title of an alert says how many events of which apps: %o', (part, title) => {
  expect(alertTitle({ ...ALERT, ...part })).toBe(title)
})
