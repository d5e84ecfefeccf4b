import { expect, it } from 'vitest'
import { startLog, startLogThread } from '../../../main/log/client.ts'
import { defaultSettings } from '../../../main/settings.ts'

it.each([
  ['throws', 'throw new Error("no database for this machine")', /could not be started: no database for this machine/],
  ['ends', 'process.exit(3)', /could not be started: .* ended with code 3/],
])('a thread that %s before the log is open is told once, to who starts it', async (_, source, message) => {
  const unexpected: unknown[] = []
  const listener = (told: unknown) => unexpected.push(told)
  const { limits, retention } = defaultSettings()
  const started = startLog(
    new URL(`data:text/javascript,${source}`),
    { dataDir: '', limits, retention },
    { onChange: listener, onProblem: listener, onFault: listener, onCrash: listener },
  )
  await expect(started).rejects.toMatchObject({ code: 'log-crashed', message: expect.stringMatching(message) })
  expect(unexpected).toEqual([])
})

it('a log whose thread has died before it was asked for is refused with the reason', async () => {
  const thread = startLogThread(new URL('data:text/javascript,throw new Error("no database")'), '')
  const { limits, retention } = defaultSettings()
  const ignore = () => undefined
  const open = () =>
    thread.open(
      { dataDir: '', limits, retention },
      { onChange: ignore, onProblem: ignore, onFault: ignore, onCrash: ignore },
    )
  await expect(open()).rejects.toThrow(/no database/)
  await expect(open()).rejects.toThrow(/no database/)
})
