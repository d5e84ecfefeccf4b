import { expect, test } from 'vitest'
import { Repeater } from '../../../main/feed/repeater.ts'
import { until } from '../../helpers/collector.ts'

/** A task that counts its runs and lasts until it is told to end. */
function makeTask() {
  let end = () => {}
  const task = {
    runs: 0,
    running: 0,
    most: 0,
    run: async () => {
      task.runs++
      task.most = Math.max(task.most, ++task.running)
      await new Promise<void>((resolve) => {
        end = resolve
      })
      task.running--
    },
    end: () => end(),
  }
  return task
}

test('any number of wakes during a run leads to one more run, never two at a time', async () => {
  const task = makeTask()
  const repeater = new Repeater(task.run, () => 0)
  repeater.wake()
  for (let n = 0; n < 5; n++) repeater.wake()
  expect(task.runs).toBe(1)
  task.end()
  await until(() => task.runs === 2)
  task.end()
  await until(() => task.running === 0)
  expect([task.runs, task.most]).toEqual([2, 1])
})

test('a wake in a pause waits for its end, unless it cannot wait', async () => {
  const task = makeTask()
  const repeater = new Repeater(task.run, () => 1e9)
  repeater.wake()
  task.end()
  await until(() => task.running === 0)
  repeater.wake()
  await new Promise(setImmediate)
  expect(task.runs).toBe(1)
  repeater.wakeNow()
  await until(() => task.runs === 2)
})

test('once stopped, nothing runs any more', async () => {
  const task = makeTask()
  const repeater = new Repeater(task.run, () => 0)
  repeater.wake()
  repeater.wake()
  repeater.stop()
  task.end()
  await until(() => task.running === 0)
  repeater.wake()
  await new Promise(setImmediate)
  expect(task.runs).toBe(1)
})
