import { MoreHorizontal, Pin, Search, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { HistoryEntry } from '../../shared/composer.ts'
import { formatDuration } from '../../shared/format.ts'
import type { Backend } from '../backend.ts'
import { formatClock } from '../list/format-time.ts'
import { useNow } from '../list/use-now.ts'
import { useViewer } from '../state/viewer-context.ts'
import { showFailure } from '../ui/failures.ts'
import { Popover } from '../ui/popover.tsx'
import { openDraft, useComposer } from './composer-state.ts'
import { sendDraft } from './send.ts'
import './framed.css'
import './method.css'
import './history-list.css'

const NONE: readonly HistoryEntry[] = []

/** Puts a request of the history in the editor, and sends it if it shall be sent again. */
async function openEntry(backend: Backend, id: string, isSentAgain = false): Promise<void> {
  try {
    openDraft(await backend.request('composer/open', { id }), id)
    if (isSentAgain) await sendDraft(backend)
  } catch (error) {
    showFailure(error)
  }
}

async function changeHistory(
  backend: Backend,
  ...[method, arg]:
    | ['composer/change', { id: string; name?: string; isPinned?: boolean }]
    | ['composer/remove', { ids: readonly string[] | null }]
): Promise<void> {
  try {
    const saved = method === 'composer/change' ? await backend.request(method, arg) : await backend.request(method, arg)
    useComposer.setState({ saved })
  } catch (error) {
    showFailure(error)
  }
}

/** What was sent, the newest first, pinned ones before the others. */
export function HistoryList() {
  const { backend } = useViewer()
  const history = useComposer(({ saved }) => saved?.history ?? NONE)
  const [search, setSearch] = useState('')
  const found = useMemo(() => findEntries(history, search), [history, search])
  const now = useNow('absolute')
  const hasMore = history.some(({ isPinned, name }) => !isPinned && name === '')

  return (
    <section className="history" aria-label="History">
      <div className="history-head">
        <label className="history-search framed">
          <Search size={13} aria-hidden />
          <input
            type="search"
            aria-label="Search the history"
            placeholder="Search the history"
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
        <button
          type="button"
          className="icon-button"
          aria-label="Clear the history"
          title="Clear the history: what has a pin or a name stays"
          disabled={!hasMore}
          onClick={() => void changeHistory(backend, 'composer/remove', { ids: null })}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      </div>
      {found.length === 0 ? (
        <p className="composer-note">
          {search === '' ? 'What you send is kept here.' : `Nothing with “${search}” was sent.`}
        </p>
      ) : (
        <ul className="history-list">
          {found.map((entry) => (
            <HistoryItem key={entry.id} entry={entry} now={now} />
          ))}
        </ul>
      )}
    </section>
  )
}

function findEntries(history: readonly HistoryEntry[], search: string): readonly HistoryEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fitting = history.filter(({ name, method, url }) => {
    const text = `${name} ${method} ${url}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return [...fitting.filter(({ isPinned }) => isPinned), ...fitting.filter(({ isPinned }) => !isPinned)]
}

function HistoryItem({ entry, now }: { readonly entry: HistoryEntry; readonly now: number }) {
  const { backend } = useViewer()
  const isOpen = useComposer((composer) => composer.entry === entry.id)
  const { id, name, method, url, time, isPinned, outcome } = entry
  return (
    <li className="history-item" data-open={isOpen || undefined}>
      <button
        type="button"
        className="history-open"
        title={`${method} ${url}`}
        aria-current={isOpen || undefined}
        onClick={() => void openEntry(backend, id)}
        onDoubleClick={() => void openEntry(backend, id, true)}
      >
        <span className="history-line">
          <b className="history-method method" data-method={method}>
            {method}
          </b>
          <span className="history-url">{name || shorten(url)}</span>
        </span>
        <span className="history-line dim">
          {isPinned && <Pin size={11} aria-label="pinned" />}
          <OutcomeMark outcome={outcome} />
          <span className="spring" />
          {formatClock(time, now).replace(/\.\d+$/, '')}
        </span>
      </button>
      <Popover
        label={`More for ${method} ${name || url}`}
        className="icon-button history-more"
        align="end"
        trigger={<MoreHorizontal size={14} aria-hidden />}
      >
        {(close) => <EntryMenu entry={entry} close={close} />}
      </Popover>
    </li>
  )
}

function EntryMenu({ entry, close }: { readonly entry: HistoryEntry; close(): void }) {
  const { backend } = useViewer()
  const { id, isPinned } = entry
  const [name, setName] = useState(entry.name)
  const run = (act: () => Promise<void>) => () => {
    close()
    void act()
  }
  return (
    <>
      <form
        className="menu"
        onSubmit={(event) => {
          event.preventDefault()
          run(() => changeHistory(backend, 'composer/change', { id, name: name.trim() }))()
        }}
      >
        <input
          className="menu-search"
          aria-label="Name of this request"
          placeholder="Give it a name, Enter"
          maxLength={200}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </form>
      <div className="menu">
        <button type="button" className="menu-item" onClick={run(() => openEntry(backend, id, true))}>
          Send again
        </button>
        <button
          type="button"
          className="menu-item"
          onClick={run(() => changeHistory(backend, 'composer/change', { id, isPinned: !isPinned }))}
        >
          {isPinned ? 'Unpin' : 'Pin'}
        </button>
        <button
          type="button"
          className="menu-item"
          onClick={run(() => changeHistory(backend, 'composer/remove', { ids: [id] }))}
        >
          Delete
        </button>
      </div>
    </>
  )
}

function OutcomeMark({ outcome }: Pick<HistoryEntry, 'outcome'>) {
  switch (outcome.kind) {
    case 'answered':
      return (
        <>
          <span className="history-status" data-class={Math.floor(outcome.status / 100)}>
            {outcome.status}
          </span>
          {formatDuration(outcome.duration)}
        </>
      )
    case 'failed':
      return (
        <span className="history-status" data-class="failed" title={outcome.reason}>
          failed
        </span>
      )
    case 'cancelled':
      return <span>cancelled</span>
  }
}

/** The address without what most of them have in common. */
function shorten(url: string): string {
  return url.replace(/^https?:\/\//i, '')
}
