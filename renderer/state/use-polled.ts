import { useEffect, useState } from 'react'
import type { RequestArg, RequestName, RequestResult } from '../../shared/messages.ts'
import type { Backend } from '../backend.ts'

/** Least time between two questions, ms. */
const PERIOD = 1000

/**
 * The answer to a request, asked again and again: for what changes without an event, like the points of a series. Null
 * until there is one, and for no argument; while another argument's is on its way, too.
 */
export function usePolled<M extends RequestName>(
  backend: Backend,
  method: M,
  arg: RequestArg<M> | null,
): RequestResult<M> | null {
  const [answer, setAnswer] = useState<{
    readonly key: string
    readonly text: string
    readonly result: RequestResult<M>
  }>()
  /** The argument as text: the same one however often its object is made anew. */
  const key = arg === null ? null : JSON.stringify(arg)

  useEffect(() => {
    if (key === null) return
    const question: RequestArg<M> = JSON.parse(key)
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const ask = async () => {
      try {
        const result = await backend.request(method, question)
        const text = JSON.stringify(result)
        // The same answer is no news: nothing is drawn again.
        if (!isOver) setAnswer((known) => (known?.key === key && known.text === text ? known : { key, text, result }))
      } catch {
        // It is asked again: the connection may come back.
      }
      if (!isOver) timer = setTimeout(ask, PERIOD)
    }
    void ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [backend, method, key])

  return answer !== undefined && answer.key === key ? answer.result : null
}
