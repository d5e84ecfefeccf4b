import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { OpenPort } from '../../../main/listeners/port.ts'
import { type SmtpDoor, SmtpSwitch } from '../../../main/listeners/smtp-switch.ts'

/** A port that takes connections, unless STARTTLS is asked for. */
async function open({ port, starttls }: SmtpDoor): Promise<OpenPort> {
  if (starttls) throw new Error('there is no certificate')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : 0
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { port: taken, addresses: [`127.0.0.1:${taken}`], close }
}

test('the port stays open as it was where STARTTLS cannot be offered', async () => {
  const smtp = new SmtpSwitch(
    { port: 0, starttls: false },
    { open, onFailure: () => undefined, onChange: () => undefined },
  )
  onTestFinished(() => smtp.close())
  await smtp.switch(true)
  const { address } = smtp.status
  await expect(smtp.move({ port: 0, starttls: true })).rejects.toThrow('certificate')
  expect(smtp.status).toEqual({ isEnabled: true, address })
})
