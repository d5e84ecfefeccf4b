import { expect, test } from 'vitest'
import type { SmtpDoor } from '../../main/listeners/smtp-switch.ts'
import { LiveSettings } from '../../main/live-settings.ts'
import { defaultSettings } from '../../main/settings.ts'
import { makeDataDir } from '../helpers/collector.ts'

test('two changes at once are both in force, and not the second over what the first began with', async () => {
  const moves: SmtpDoor[] = []
  const settings = new LiveSettings(makeDataDir(), defaultSettings(), {
    setRetention: async () => undefined,
    changeAlsoPorts: async () => undefined,
    moveSmtp: async ({ port, starttls }) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      moves.push({ port, starttls })
    },
  })
  await Promise.all([settings.write({ smtp: { port: 2525 } }), settings.write({ smtp: { starttls: true } })])
  expect(moves).toEqual([
    { port: 2525, starttls: false },
    { port: 2525, starttls: true },
  ])
  const { saved, current } = settings.read()
  expect(current.smtp).toEqual(saved.smtp)
})
