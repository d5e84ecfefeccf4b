import { useEffect, useState } from 'react'
import type { Command, CommandContext } from '../commands/command.ts'
import { PROVIDERS } from '../commands/table.ts'

/** Time between two letters of somebody typing, ms. */
const PAUSE = 80

const NOTHING: Readonly<Record<string, readonly Command[]>> = {}

/** What the providers find for a text. What one found stays until it has found anew, so that the list does not flicker. */
export function useFound(search: string, context: CommandContext): readonly Command[] {
  const [found, setFound] = useState(NOTHING)
  useEffect(() => {
    let isLatest = true
    const ask = () => {
      for (const provider of PROVIDERS) {
        Promise.resolve(provider.find(search, context)).then(
          (commands) => isLatest && setFound((before) => ({ ...before, [provider.id]: commands })),
          // The other commands are here all the same, and the bar says that the connection is lost.
          () => isLatest && setFound((before) => ({ ...before, [provider.id]: [] })),
        )
      }
    }
    const timer = setTimeout(ask, search === '' ? 0 : PAUSE)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [search, context])
  return Object.values(found).flat()
}
