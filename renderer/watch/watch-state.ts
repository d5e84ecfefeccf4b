import { useCallback, useEffect, useState } from 'react'
import type { ProfileHosts, WatchedState } from '../../shared/watch.ts'
import type { Backend } from '../backend.ts'
import { showFailure } from '../ui/failures.ts'

/** Between two questions while the dialog is open, ms. */
const PAUSE = 1000

export interface WatchList {
  readonly proxies: readonly WatchedState[]
  readonly hosts: ProfileHosts
}

/** What is watched, asked for anew all the while; null until it is known. */
export function useWatchList(backend: Backend): { readonly list: WatchList | null; refresh(): Promise<void> } {
  const [list, setList] = useState<WatchList | null>(null)
  const refresh = useCallback(async () => {
    const [proxies, hosts] = await Promise.all([
      backend.request('proxy/list', undefined),
      backend.request('profile/pending', undefined),
    ])
    setList({ proxies, hosts })
  }, [backend])
  useEffect(() => {
    // A question that fails is asked again; that the connection is lost, the window tells.
    const ask = () => void refresh().catch(() => undefined)
    ask()
    const timer = setInterval(ask, PAUSE)
    return () => clearInterval(timer)
  }, [refresh])
  return { list, refresh }
}

/** Whether profiles may be fetched from a host; false, and a message, if what waited could not be fetched. */
export async function decideHost(backend: Backend, host: string, isAllowed: boolean): Promise<boolean> {
  try {
    const { problem } = await backend.request('profile/decide', { host, isAllowed })
    if (problem !== null) showFailure(`${host} is allowed, but ${problem}.`, 'Not fetched')
    return problem === null
  } catch (error) {
    showFailure(error)
    return false
  }
}
