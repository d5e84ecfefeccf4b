import { COMMAND_GROUPS, type Command, type CommandGroup } from '../commands/command.ts'
import { matchFuzzy } from './fuzzy.ts'

/** A command as the palette lists it. */
export interface PaletteItem {
  readonly command: Command
  /** Characters of its label that fit the search. */
  readonly positions: readonly number[]
}

export interface PaletteSection {
  readonly title: string
  readonly items: readonly PaletteItem[]
}

/** A match in the words behind a label counts less than one in the label. */
const KEYWORD_SHARE = 0.5
/** What a command that was used lately is ahead of others by. */
const RECENT_BONUS = 4
const MOST_ITEMS = 60

/**
 * Without a search: recent commands, then all by group. With one: one list, best first, and what was `found` elsewhere; what
 * cannot be run at the moment comes last, because Enter runs the first.
 */
export function rankCommands(
  commands: readonly Command[],
  found: readonly Command[],
  search: string,
  recent: readonly string[],
): readonly PaletteSection[] {
  if (search.trim() === '') return groupCommands([...commands, ...found], recent)
  const ranked = commands.flatMap((command) => {
    const found = matchCommand(command, search)
    return found ? [{ ...found, score: found.score + (recent.includes(command.id) ? RECENT_BONUS : 0) }] : []
  })
  const items = ranked.sort((a, b) => b.score - a.score).slice(0, MOST_ITEMS)
  return [
    { title: 'Commands', items: items.filter(isEnabled) },
    ...COMMAND_GROUPS.map((group) => ({ title: group, items: markFound(found, group, search) })),
    { title: 'Not possible now', items: items.filter((item) => !isEnabled(item)) },
  ].filter((section) => section.items.length > 0)
}

function isEnabled({ command }: PaletteItem): boolean {
  return command.isEnabled?.() !== false
}

/** What a provider found fits already, in its order. */
function markFound(found: readonly Command[], group: CommandGroup, search: string): PaletteItem[] {
  return found
    .filter((command) => command.group === group)
    .map((command) => ({ command, positions: matchFuzzy(command.label, search)?.positions ?? [] }))
}

function groupCommands(commands: readonly Command[], recent: readonly string[]): readonly PaletteSection[] {
  const toItem = (command: Command): PaletteItem => ({ command, positions: [] })
  const lately = recent.flatMap((id) => commands.find((command) => command.id === id) ?? [])
  const rest = commands.filter((command) => !lately.includes(command))
  return [
    { title: 'Recent', items: lately.map(toItem) },
    ...COMMAND_GROUPS.map((group) => ({
      title: group,
      items: rest.filter((command) => command.group === group).map(toItem),
    })),
  ].filter(({ items }) => items.length > 0)
}

function matchCommand(command: Command, search: string) {
  const inLabel = matchFuzzy(command.label, search)
  if (inLabel) return { command, positions: inLabel.positions, score: inLabel.score }
  const inWords = matchWords(
    `${command.group} ${command.label} ${command.detail ?? ''} ${command.keywords ?? ''}`,
    search,
  )
  return inWords === null ? null : { command, positions: [], score: inWords * KEYWORD_SHARE }
}

/** Each word of the search at the start of a word, in any order: scattered letters of many words would fit everything. */
function matchWords(text: string, search: string): number | null {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}#:.]+/u)
  const wanted = search.toLowerCase().trim().split(/\s+/)
  return wanted.every((part) => words.some((word) => word.startsWith(part))) ? search.length : null
}
