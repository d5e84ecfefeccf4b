import { useEffect, useState } from 'react'
import type { RequestArg, RequestName, RequestResult } from '../../shared/messages.ts'
import type { Backend } from '../backend.ts'
import { useLog } from './log.ts'

/** Least time between two questions while events stream in, ms. */
const PAUSE = 1000

/**
 * The answer to a request about the log, asked again while the log changes; null until there is one, and for no argument.
 * A question that fails is asked again, too.
 */
export function useLiveAnswer<M extends RequestName>(
  backend: Backend,
  method: M,
  arg: RequestArg<M> | null,
): RequestResult<M> | null {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly result: RequestResult<M> } | null>(null)
  /** The argument as text: the same one however often its object is made anew. */
  const key = arg === null ? null : JSON.stringify(arg)

  useEffect(() => {
    if (key === null) return
    const question: RequestArg<M> = JSON.parse(key)
    let isCurrent = true
    let asked = ''
    let isAsking = false
    const ask = () => {
      const { live, generation } = useLog.getState()
      const state = `${live.all} ${generation}`
      if (isAsking || asked === state) return
      isAsking = true
      asked = state
      backend
        .request(method, question)
        .then(
          (result) => isCurrent && setAnswer({ key, result }),
          () => {
            asked = ''
          },
        )
        .finally(() => {
          isAsking = false
        })
    }
    ask()
    const timer = setInterval(ask, PAUSE)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [backend, method, key])

  return answer !== null && answer.key === key ? answer.result : null
}
