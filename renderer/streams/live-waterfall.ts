import type { StreamKey } from '../../shared/stream.ts'
import { type Backend, BackendError } from '../backend.ts'
import { useLog } from '../state/log.ts'
import { readEvents } from './read-stream.ts'
import { startWaterfall, useWaterfall } from './waterfall-state.ts'

/** Least time between two questions while events stream in, ms. */
const PAUSE = 500

/** Reads all events of a stream into `useWaterfall`, and those that come later, until the returned function is called. */
export function followStream(backend: Backend, stream: StreamKey): () => void {
  let isClosed = false
  let isReading = false
  let isOutdated = true
  let timer: ReturnType<typeof setTimeout> | undefined
  startWaterfall(stream)

  async function read() {
    clearTimeout(timer)
    timer = undefined
    if (isReading || isClosed || useLog.getState().connection !== 'open') return
    isReading = true
    isOutdated = false
    try {
      const known = useWaterfall.getState().events
      const { events, missing } = await readEvents(backend, stream, known)
      // What was known may have gone away in the meantime: then all is read again.
      const isValid = !isClosed && useWaterfall.getState().events === known
      if (isValid) useWaterfall.setState({ events, missing, isLoaded: true, error: null })
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      if (error.code === 'disconnected') isOutdated = true
      else if (!isClosed) useWaterfall.setState({ error: error.message })
    } finally {
      isReading = false
    }
    if (isOutdated) readLater()
  }

  function readLater() {
    isOutdated = true
    timer ??= setTimeout(() => void read(), PAUSE)
  }

  const unsubscribe = useLog.subscribe((log, before) => {
    // Where events went away, which ones is not known.
    if (log.shown.all < before.shown.all) useWaterfall.setState({ events: [] })
    if (log.connection !== before.connection || log.shown.all !== before.shown.all) readLater()
  })
  void read()
  return () => {
    isClosed = true
    clearTimeout(timer)
    unsubscribe()
  }
}
