import type { LucideIcon } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'

/** What a control needs to be understood without its row. */
export interface ControlProps {
  readonly label: string
  /** Id of the element that explains the setting. */
  readonly helpId: string
}

/** One row of the settings. */
export interface Setting {
  /** Unique among all pages. */
  readonly id: string
  readonly label: string
  /** One line: what it does, and what follows from it. */
  readonly help?: string
  /** Words that find it beside those. */
  readonly keywords?: string
  /** The control needs the whole width, below the label. */
  readonly isWide?: true
  /** Hook: draws the control. */
  useControl(props: ControlProps): ReactNode
  /** Hook: the way back to how it came; null while it is there. */
  useReset(): (() => void) | null
}

/** A page of the settings. Adding one is adding a value to the table of pages. */
export interface SettingsPage {
  readonly id: string
  readonly title: string
  readonly icon: LucideIcon
  /** What holds for the whole page, above its settings. */
  readonly Note?: ComponentType
  readonly settings: readonly Setting[]
}

/** Whether a setting is about all the words that were typed. */
export function fitsSearch({ label, help = '', keywords = '' }: Setting, page: SettingsPage, search: string): boolean {
  const text = `${page.title} ${label} ${help} ${keywords}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
