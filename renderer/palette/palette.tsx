import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { nameChord } from '../commands/chord.ts'
import type { Command, CommandContext } from '../commands/command.ts'
import { findAllKeys, listCommands } from '../commands/registry.ts'
import { closeOverlay } from '../state/overlays.ts'
import { useView } from '../state/view.ts'
import { splitMarked } from './fuzzy.ts'
import { type PaletteItem, type PaletteSection, rankCommands } from './rank.ts'
import { useFound } from './use-found.ts'
import './palette.css'

/** Recent commands that are kept, and shown above the others. */
const RECENT_KEPT = 8
/** What `PageDown` moves by. */
const PAGE = 8

/** Every command, found by a few letters of its name and run with Enter. */
export function Palette({ context }: { context: CommandContext }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  // As it was when the palette opened: items must not move while somebody looks at them.
  const [recent] = useState(() => useView.getState().recentCommands)
  const [commands] = useState(listCommands)
  const { shown, fitting } = useFound(search, context)
  const wanted = useDeferredValue(search)
  const sections = useMemo(() => rankCommands(commands, shown, wanted, recent), [commands, shown, wanted, recent])
  const items = listItems(sections)
  const current = Math.min(active, items.length - 1)
  const toId = (position: number) => `${listId}-${position}`

  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    list.current?.querySelector(`[id="${CSS.escape(`${listId}-${current}`)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [listId, current])

  function run({ command }: PaletteItem) {
    if (command.isEnabled?.() === false) return
    // Closed first: that gives the focus back, and the command may want it elsewhere.
    dialog.current?.close()
    remember(command)
    void command.run(context)
  }

  function handleKey(event: KeyboardEvent) {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }
    const step = steps[event.key]
    const item = items[current]
    if (step !== undefined && items.length > 0) {
      event.preventDefault()
      const isPage = Math.abs(step) > 1
      const next = current + step
      setActive(isPage ? Math.min(Math.max(0, next), items.length - 1) : (next + items.length) % items.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      // Who types fast presses Enter before the list has followed: what is meant is the best of what was typed.
      const hasFollowed = wanted === search && item && [...commands, ...fitting].includes(item.command)
      const meant = hasFollowed ? item : listItems(rankCommands(commands, fitting, search, recent))[0]
      if (meant) run(meant)
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      dialog.current?.close()
    }
  }

  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label="Commands"
      onClose={() => closeOverlay('palette')}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
      onKeyDown={handleKey}
    >
      <div className="palette-field">
        <Search size={16} aria-hidden />
        <input
          type="text"
          role="combobox"
          aria-label="Find a command"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? toId(current) : undefined}
          placeholder="Find a command, a setting, a stream…"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value)
            setActive(0)
          }}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Commands" className="palette-list">
        {placeItems(sections).map(({ section, first }) => (
          <div key={section.title} role="group" aria-label={section.title}>
            <div role="presentation" className="menu-title">
              {section.title}
            </div>
            {section.items.map((item, position) => (
              <Item
                key={item.command.id}
                id={toId(first + position)}
                item={item}
                isActive={first + position === current}
                onPoint={() => setActive(first + position)}
                onRun={() => run(item)}
              />
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="palette-empty">No command is called that.</p>}
      <p className="sr-only" role="status">
        {items.length === 1 ? '1 command' : `${items.length} commands`}
      </p>
      <footer className="palette-footer" aria-hidden>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> run
        </span>
        <span>
          <kbd>Esc</kbd> close
        </span>
      </footer>
    </dialog>
  )
}

interface ItemProps {
  readonly id: string
  readonly item: PaletteItem
  readonly isActive: boolean
  onPoint(): void
  onRun(): void
}

function Item({ id, item, isActive, onPoint, onRun }: ItemProps) {
  const { command, positions } = item
  const isChecked = command.isChecked?.()
  const [key] = findAllKeys(command)
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={command.isEnabled?.() === false}
      aria-label={describe(command, isChecked)}
      className="palette-item"
      // The pointer that happens to lie over the list must not choose: only one that moves.
      onMouseMove={onPoint}
      onClick={onRun}
    >
      <span className="palette-check">{isChecked && <Check size={14} aria-hidden />}</span>
      <span className="palette-label" title={command.label}>
        <Marked text={command.label} positions={positions} />
      </span>
      {command.detail !== undefined && (
        <span className="palette-detail" title={command.detail}>
          {command.detail}
        </span>
      )}
      {key !== undefined && <kbd>{nameChord(key)}</kbd>}
    </div>
  )
}

function describe({ label, detail }: Command, isChecked: boolean | undefined): string {
  return [label, detail, isChecked ? 'on' : undefined].filter((part) => part !== undefined).join(', ')
}

/** A label with the letters that fit the search marked. */
function Marked({ text, positions }: { text: string; positions: readonly number[] }) {
  return splitMarked(text, positions).map(({ start, part, isMarked }) =>
    isMarked ? <mark key={start}>{part}</mark> : <span key={start}>{part}</span>,
  )
}

function listItems(sections: readonly PaletteSection[]): readonly PaletteItem[] {
  return sections.flatMap((section) => section.items)
}

/** Each section with the position of its first item in the whole list. */
function placeItems(sections: readonly PaletteSection[]) {
  let first = 0
  return sections.map((section) => {
    const placed = { section, first }
    first += section.items.length
    return placed
  })
}

/** Only what the palette can find again: streams come and go. */
function remember({ id, group }: Command): void {
  if (group === 'Streams' || id.startsWith('typed/')) return
  useView.setState(({ recentCommands }) => ({
    recentCommands: [id, ...recentCommands.filter((other) => other !== id)].slice(0, RECENT_KEPT),
  }))
}
