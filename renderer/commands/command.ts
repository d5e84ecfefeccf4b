import type { Viewer } from '../state/viewer-context.ts'

/** Groups of commands, in the order of palette and help. */
export const COMMAND_GROUPS = [
  'Events',
  'Log',
  'Filter',
  'Query',
  'List',
  'Window',
  'Settings',
  'Streams',
  'Composer',
] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** What commands act on. */
export interface CommandContext extends Viewer {
  /** Rows of the list that fit on the screen. */
  readonly rowsPerPage: number
  focusSearch(): void
  focusList(): void
}

/**
 * Something the user can do: by key, from the palette, from the application menu. Adding one is adding a value to one of
 * the lists in this folder, or passing it to `useCommands` for as long as a view is there.
 */
export interface Command {
  /** Stable, because rebound keys and recent commands are kept by it: `list/pause`. */
  readonly id: string
  readonly label: string
  readonly group: CommandGroup
  /** What it is about, in a few words behind the label: the text of a filter, the time of a stream. */
  readonly detail?: string
  /** Words that find it beside its label. */
  readonly keywords?: string
  /** Chords (see `chord.ts`), the first shown in the palette; the user may replace them. */
  readonly keys?: readonly string[]
  /** Chords that hold only while the list has the focus, as other controls use the same keys; they stay as they are. */
  readonly listKeys?: readonly string[]
  /** Works while a dialog is open, too. */
  readonly isEverywhere?: true
  /** Asked when the palette opens: false where there is nothing to act on. */
  isEnabled?(): boolean
  /** For what is either on or off. */
  isChecked?(): boolean
  run(context: CommandContext): unknown
}

/** Offers commands for what the user typed in the palette: streams, saved filters. */
export interface CommandProvider {
  readonly id: string
  /** Asks the collector: only once somebody pauses in typing. */
  readonly isRemote?: true
  /** Called with the text of the palette, '' when it opens. What fits, best first; may reject. */
  find(search: string, context: CommandContext): Promise<readonly Command[]> | readonly Command[]
}
