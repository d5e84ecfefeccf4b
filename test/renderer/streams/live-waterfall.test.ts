import { expect, it, onTestFinished, vi } from 'vitest'
import type { Backend } from '../../../renderer/backend.ts'
import { useLog } from '../../../renderer/state/log.ts'
import { followStream } from '../../../renderer/streams/live-waterfall.ts'
import { useWaterfall } from '../../../renderer/streams/waterfall-state.ts'

type Page = { readonly events: readonly { readonly id: number }[]; readonly total: number }

it('reads a stream anew whose events went away while more of them were read', async () => {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
    useLog.setState(useLog.getInitialState())
  })
  const answers: ((page: Page) => void)[] = []
  const asked: number[] = []
  const backend = {
    request: (_: string, { after }: { readonly after: number }) => {
      asked.push(after)
      return new Promise((resolve) => answers.push(resolve))
    },
  } as unknown as Backend
  const answer = async (ids: readonly number[]) => {
    answers.shift()?.({ events: ids.map((id) => ({ id })), total: ids.length })
    await vi.advanceTimersByTimeAsync(1000)
  }
  const setAll = (all: number) => useLog.setState(({ shown }) => ({ connection: 'open', shown: { ...shown, all } }))
  const shown = () => useWaterfall.getState().events.map(({ id }) => id)

  setAll(2)
  onTestFinished(followStream(backend, { instance: 'app', stream: 'a' }))
  await answer([1, 2])
  expect(shown()).toEqual([1, 2])

  setAll(3)
  await vi.advanceTimersByTimeAsync(1000)
  setAll(1)
  await answer([3])
  expect(shown()).toEqual([])
  await answer([3])
  expect(shown()).toEqual([3])
  expect(asked).toEqual([0, 2, 0])
})
