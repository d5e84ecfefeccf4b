import { RotateCcw, Search, X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { closeOverlay } from '../state/overlays.ts'
import { useLoadCollectorSettings } from './collector-state.ts'
import { SETTINGS_PAGES } from './pages/table.ts'
import { fitsSearch, type Setting, type SettingsPage } from './setting.ts'
import './settings.css'

export interface SettingsDialogProps {
  /** Id of the page to open; the first without one. */
  readonly page?: string
  /** Id of a setting to point at. */
  readonly setting?: string
}

/** All settings, by page or by what they are about. */
export function SettingsDialog({ page: wantedPage, setting: wantedSetting }: SettingsDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [pageId, setPageId] = useState(wantedPage)
  const [search, setSearch] = useState('')
  useLoadCollectorSettings()
  // Before the effects of its rows: only in an open dialog can one be scrolled to and focused.
  useLayoutEffect(() => dialog.current?.showModal(), [])
  const page = SETTINGS_PAGES.find(({ id }) => id === pageId) ?? SETTINGS_PAGES[0]
  const found = search.trim() === '' ? null : findSettings(search.trim())

  return (
    <dialog
      ref={dialog}
      className="dialog settings"
      aria-labelledby="settings-title"
      onClose={() => closeOverlay('settings')}
    >
      <nav className="settings-nav" aria-label="Pages">
        <h2 id="settings-title">Settings</h2>
        <div className="settings-search">
          <Search size={14} aria-hidden />
          <input
            type="text"
            aria-label="Search settings"
            placeholder="Search settings"
            autoComplete="off"
            spellCheck={false}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <ul>
          {SETTINGS_PAGES.map(({ id, title, icon: Icon }) => (
            <li key={id}>
              <button
                type="button"
                className="settings-page"
                aria-current={found === null && id === page?.id ? 'page' : undefined}
                onClick={() => {
                  setPageId(id)
                  setSearch('')
                }}
              >
                <Icon size={15} aria-hidden />
                {title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        className="icon-button settings-close"
        aria-label="Close"
        onClick={() => dialog.current?.close()}
      >
        <X size={16} aria-hidden />
      </button>
      <div key={found ? 'search' : page?.id} className="settings-content">
        {found === null && page && <Page page={page} settings={page.settings} wanted={wantedSetting} />}
        {found?.map(({ page: one, settings }) => (
          <Page key={one.id} page={one} settings={settings} />
        ))}
        {found?.length === 0 && <p className="settings-empty">No setting is about “{search.trim()}”.</p>}
      </div>
    </dialog>
  )
}

interface PageProps {
  readonly page: SettingsPage
  /** Those of the page to show. */
  readonly settings: readonly Setting[]
  readonly wanted?: string | undefined
}

function Page({ page: { title, Note }, settings, wanted }: PageProps) {
  return (
    <section aria-label={title}>
      <h3 className="settings-heading">{title}</h3>
      {Note && <Note />}
      {settings.map((setting) => (
        <Row key={setting.id} setting={setting} isWanted={setting.id === wanted} />
      ))}
    </section>
  )
}

function Row({ setting, isWanted }: { setting: Setting; isWanted: boolean }) {
  const { label, help, isWide } = setting
  const reset = setting.useReset()
  const helpId = useId()
  const control = setting.useControl({ label, helpId })
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isWanted) return
    row.current?.scrollIntoView({ block: 'center' })
    focusControl(row.current)
  }, [isWanted])

  return (
    <div ref={row} className="setting" data-wide={isWide} data-wanted={isWanted || undefined}>
      <div>
        <div className="setting-title">
          <p className="setting-label">{label}</p>
          {reset && (
            <button
              type="button"
              className="icon-button setting-reset"
              aria-label={`Reset ${label}`}
              title="Reset"
              onClick={() => {
                reset()
                // The button goes now that nothing is left to set back.
                focusControl(row.current)
              }}
            >
              <RotateCcw size={13} aria-hidden />
            </button>
          )}
        </div>
        {help !== undefined && (
          <p id={helpId} className="setting-help">
            {help}
          </p>
        )}
      </div>
      <div className="setting-control">{control}</div>
    </div>
  )
}

function focusControl(row: HTMLElement | null): void {
  row?.querySelector<HTMLElement>('.setting-control :is(input, select, textarea, button)')?.focus()
}

function findSettings(search: string) {
  return SETTINGS_PAGES.map((page) => ({
    page,
    settings: page.settings.filter((setting) => fitsSearch(setting, page, search)),
  })).filter(({ settings }) => settings.length > 0)
}
