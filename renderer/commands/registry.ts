import { useEffect } from 'react'
import { create } from 'zustand'
import { useView } from '../state/view.ts'
import { type Chord, nameChord } from './chord.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './table.ts'

/** Commands of views that are on screen now, in the order they came. */
const useMounted = create<{ readonly lists: readonly (readonly Command[])[] }>(() => ({ lists: [] }))

/**
 * Adds commands for as long as the component that calls it is there: to the palette, the help, and by their keys. Give it
 * the same array until they change.
 */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useMounted.setState(({ lists }) => ({ lists: [...lists, commands] }))
    return () => useMounted.setState(({ lists }) => ({ lists: lists.filter((list) => list !== commands) }))
  }, [commands])
}

/**
 * Every command there is now. Those of a view on screen come first, so that its keys win, and one with the id of another
 * stands in its place: `event/next` is the next row of whatever list is shown.
 */
export function listCommands(): readonly Command[] {
  const mounted = useMounted.getState().lists.flat()
  const replaced = new Set(mounted.map(({ id }) => id))
  return [...mounted, ...COMMANDS.filter(({ id }) => !replaced.has(id))]
}

export function findCommand(id: string): Command | undefined {
  return listCommands().find((command) => command.id === id)
}

/** The chords of a command that the user may change: those they gave it, or its own. */
export function findKeys(command: Command, chosen = useView.getState().keys): readonly Chord[] {
  return chosen[command.id] ?? command.keys ?? []
}

/** All chords of a command, those of the list included. */
export function findAllKeys(command: Command, chosen = useView.getState().keys): readonly Chord[] {
  return [...findKeys(command, chosen), ...(command.listKeys ?? [])]
}

/** The first key of a command as keycaps say it, now and after a change; null without one. */
export function useKeyName(id: string): string | null {
  const keys = useView((view) => view.keys)
  const command = useMounted(() => findCommand(id))
  const [key] = command ? findAllKeys(command, keys) : []
  return key === undefined ? null : nameChord(key)
}

/** The other commands that one of `command`'s chords would run as well. */
export function findConflicts(command: Command, commands: readonly Command[], chosen = useView.getState().keys) {
  const mine = new Set(findAllKeys(command, chosen))
  return commands.filter((other) => other.id !== command.id && findAllKeys(other, chosen).some((key) => mine.has(key)))
}
