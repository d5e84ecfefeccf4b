import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import './tabs.css'

export interface Tab {
  readonly name: string
  /** Called for the chosen tab only. */
  render(): ReactNode
}

interface TabsProps {
  readonly tabs: readonly [Tab, ...Tab[]]
  /** Accessible name. */
  readonly label: string
}

export function Tabs({ tabs, label }: TabsProps) {
  const [chosenName, setChosenName] = useState(tabs[0].name)
  const chosen = tabs.find((tab) => tab.name === chosenName) ?? tabs[0]
  const list = useRef<HTMLDivElement>(null)
  const panelId = useId()

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length] ?? chosen
    setChosenName(next.name)
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
            onClick={() => setChosenName(tab.name)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      <div id={panelId} className="tabs-panel" role="tabpanel" aria-label={chosen.name}>
        {chosen.render()}
      </div>
    </div>
  )
}
