import { useEffect, useMemo, useState } from 'react'
import type { Command, CommandContext, CommandProvider } from '../commands/command.ts'
import { PROVIDERS } from '../commands/table.ts'

/** Time between two letters of somebody typing, ms. */
const PAUSE = 80

interface Answer {
  readonly search: string
  readonly commands: readonly Command[]
}

const NOTHING: Readonly<Record<string, Answer>> = {}

/** What the providers find for a text. */
export interface Found {
  /** What one found stays until it has found anew, so that the list does not flicker. */
  readonly shown: readonly Command[]
  /** Those that were found for this very text. */
  readonly fitting: readonly Command[]
}

export function useFound(search: string, context: CommandContext): Found {
  const [answers, setAnswers] = useState(NOTHING)
  useEffect(() => {
    let isLatest = true
    const ask = (provider: CommandProvider) => {
      const take = (commands: readonly Command[]) =>
        isLatest && setAnswers((before) => ({ ...before, [provider.id]: { search, commands } }))
      // Where one fails the other commands are here all the same, and the bar says that the connection is lost.
      Promise.resolve(provider.find(search, context)).then(take, () => take([]))
    }
    for (const provider of PROVIDERS) if (!provider.isRemote) ask(provider)
    const timer = setTimeout(() => {
      for (const provider of PROVIDERS) if (provider.isRemote) ask(provider)
    }, PAUSE)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [search, context])
  const shown = useMemo(() => Object.values(answers).flatMap(({ commands }) => commands), [answers])
  const fitting = Object.values(answers).flatMap((answer) => (answer.search === search ? answer.commands : []))
  return { shown, fitting }
}
