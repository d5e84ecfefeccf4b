import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import './tabs.css'

export interface Tab {
  readonly name: string
  /** Stands beside the name: a count, say. */
  readonly badge?: ReactNode
  /** Called for the chosen tab only. */
  render(): ReactNode
}

interface TabsProps {
  readonly tabs: readonly [Tab, ...Tab[]]
  /** Accessible name. */
  readonly label: string
  /** Name of the tab shown; when absent, the tabs keep it themselves. */
  readonly chosen?: string
  onChoose?(name: string): void
}

export function Tabs({ tabs, label, chosen: givenName, onChoose }: TabsProps) {
  const [keptName, setKeptName] = useState(tabs[0].name)
  const chosenName = givenName ?? keptName
  const choose = onChoose ?? setKeptName
  const chosen = tabs.find((tab) => tab.name === chosenName) ?? tabs[0]
  const list = useRef<HTMLDivElement>(null)
  const panelId = useId()

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length] ?? chosen
    choose(next.name)
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.name)}"]`)?.focus()
  }

  return (
    <div className="tabs">
      <div ref={list} className="tabs-list" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            data-tab={tab.name}
            aria-selected={tab === chosen}
            aria-controls={panelId}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => choose(tab.name)}
          >
            {tab.name}
            {tab.badge !== undefined && tab.badge !== null && <span className="tabs-badge">{tab.badge}</span>}
          </button>
        ))}
      </div>
      <div id={panelId} className="tabs-panel" role="tabpanel" aria-label={chosen.name}>
        {chosen.render()}
      </div>
    </div>
  )
}
