import type { Command } from '../commands/command.ts'
import { goBack } from '../state/screen.ts'

/** What the keys do in a comparison, where no row is selected. */
export const COMPARISON_COMMANDS: readonly Command[] = [
  { id: 'event/close', label: 'Go back', group: 'Streams', keys: ['Escape'], run: goBack },
]
