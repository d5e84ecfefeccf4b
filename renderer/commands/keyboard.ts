import { useLayoutEffect } from 'react'
import { useOverlay } from '../state/overlays.ts'
import { isTypingChord, toChord } from './chord.ts'
import type { Command, CommandContext } from './command.ts'
import { findCommand, findKeys, listCommands } from './registry.ts'

/** Runs commands by key, and those that the application menu asks for. */
export function useKeyboard(context: CommandContext): void {
  // Before anything is on screen: no key is pressed in vain.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = findByKey(event)
      if (!command) return
      event.preventDefault()
      if (command.isEnabled?.() !== false) void command.run(context)
    }
    document.addEventListener('keydown', onKeyDown)
    const unsubscribe = window.tattler?.onMenu((action) => void findCommand(action)?.run(context))
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      unsubscribe?.()
    }
  }, [context])
}

function findByKey(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined
  const chord = toChord(event)
  if (chord === null) return undefined
  const target = event.target instanceof HTMLElement ? event.target : document.body
  const isTyping = target.isContentEditable || target.matches('input:not([type=range]), textarea, select')
  if (isTyping && isTypingChord(chord)) return undefined
  // A dialog that is still being fetched counts as well.
  const isCovered =
    useOverlay.getState().overlay !== null || document.querySelector('dialog[open], :popover-open') !== null
  const isInList = target === document.body || target.matches('[role=grid]')
  return listCommands().find(
    (command) =>
      (!isCovered || command.isEverywhere) &&
      (findKeys(command).includes(chord) || (isInList && command.listKeys?.includes(chord))),
  )
}
