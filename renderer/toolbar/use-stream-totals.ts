import { useEffect, useState } from 'react'
import type { TargetTotal } from '../../shared/messages.ts'
import { useLog } from '../state/log.ts'
import { useViewer } from '../state/viewer-context.ts'

/** Least time between two questions while events stream in, ms. */
const PAUSE = 1000

const NO_TOTALS: readonly TargetTotal[] = []

/** Query totals of the stream that the selected event belongs to, kept up to date. */
export function useStreamTotals(): readonly TargetTotal[] {
  const { backend } = useViewer()
  const instance = useLog((log) => log.selection?.row?.instance)
  const stream = useLog((log) => log.selection?.row?.stream)
  const isConnected = useLog((log) => log.connection === 'open')
  const [answer, setAnswer] = useState({ stream: '', totals: NO_TOTALS })

  useEffect(() => {
    if (instance === undefined || stream === undefined || !isConnected) return
    let isLatest = true
    let askedAt = -1
    const ask = () => {
      const { all } = useLog.getState().live
      if (askedAt === all) return
      askedAt = all
      backend.request('log/totals', { from: { instance, stream } }).then(
        (totals) => isLatest && setAnswer({ stream, totals }),
        // Asked again with the next event, or once the connection is back.
        () => undefined,
      )
    }
    ask()
    const timer = setInterval(ask, PAUSE)
    return () => {
      isLatest = false
      clearInterval(timer)
    }
  }, [backend, instance, stream, isConnected])

  return stream !== undefined && answer.stream === stream ? answer.totals : NO_TOTALS
}
