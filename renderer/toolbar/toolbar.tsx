import {
  Command,
  type LucideIcon,
  PanelBottom,
  PanelRight,
  Pause,
  Play,
  ScanEye,
  Settings,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { RefObject } from 'react'
import icon from '../../assets/icon.svg'
import { useKeyName } from '../commands/registry.ts'
import { AsQueryButton } from '../console/as-query-button.tsx'
import { clearLog, togglePause, undoClear } from '../state/actions.ts'
import { useLog } from '../state/log.ts'
import { type Overlay, openOverlay } from '../state/overlays.ts'
import { useView } from '../state/view.ts'
import { useViewer } from '../state/viewer-context.ts'
import { TransferMenu } from '../transfer/transfer-menu.tsx'
import { AddressPill } from './address-pill.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { Notices } from './notices.tsx'
import { ScreenSwitch } from './screen-switch.tsx'
import { SearchBox } from './search-box.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export interface ToolbarProps {
  readonly searchInput: RefObject<HTMLInputElement | null>
  /** The layout cannot be chosen in a narrow window. */
  readonly canChooseLayout: boolean
}

interface OverlayButtonProps {
  readonly overlay: Overlay
  /** The command that does the same: its key is told. */
  readonly command: string
  readonly label: string
  readonly icon: LucideIcon
}

/** The window's top bar: where events come from, what to look for, and what to do with the log. */
export function Toolbar({ searchInput, canChooseLayout }: ToolbarProps) {
  return (
    <header className="toolbar">
      <h1 className="brand">
        <img src={icon} width={20} height={20} alt="" />
        Tattler
      </h1>
      <ScreenSwitch />
      <AddressPill />
      <SearchBox input={searchInput} />
      <AsQueryButton />
      <div className="toolbar-actions">
        <UndoClearButton />
        <PauseButton />
        <ClearButton />
        <TransferMenu />
        <OverlayButton overlay={{ kind: 'watch' }} command="watch/open" label="Watch an app" icon={ScanEye} />
        <span className="divider" aria-hidden />
        <ColumnChooser />
        {canChooseLayout && <LayoutSwitch />}
        <ThemeSwitch />
        <span className="divider" aria-hidden />
        <Notices />
        <OverlayButton overlay={{ kind: 'palette' }} command="palette/open" label="Commands" icon={Command} />
        <OverlayButton overlay={{ kind: 'settings' }} command="settings/open" label="Settings" icon={Settings} />
      </div>
    </header>
  )
}

function OverlayButton({ overlay, command, label, icon: Icon }: OverlayButtonProps) {
  const key = useKeyName(command)
  const title = key === null ? label : `${label} (${key})`
  return (
    <button type="button" className="icon-button" aria-label={title} title={title} onClick={() => openOverlay(overlay)}>
      <Icon size={16} aria-hidden />
    </button>
  )
}

function PauseButton() {
  const isPaused = useLog((log) => log.isPaused)
  const missed = useLog((log) => Math.max(0, log.live.matching - log.shown.matching))
  return (
    <button
      type="button"
      className="button pause-button"
      aria-pressed={isPaused}
      aria-label={isPaused ? `Resume, ${missed} new` : 'Pause'}
      onClick={togglePause}
      title="Pause or resume (p)"
    >
      {isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      <span className="button-text">{isPaused ? 'Resume' : 'Pause'}</span>
      {isPaused && <b>{missed.toLocaleString('en')} new</b>}
    </button>
  )
}

function UndoClearButton() {
  const { backend } = useViewer()
  const canUndo = useLog((log) => log.status?.undoUntil != null)
  if (!canUndo) return null
  return (
    <button
      type="button"
      className="button"
      title="Bring back what was cleared"
      onClick={() => void undoClear(backend)}
    >
      <Undo2 size={14} aria-hidden />
      <span className="button-text">Undo clear</span>
    </button>
  )
}

function ClearButton() {
  const viewer = useViewer()
  return (
    <button
      type="button"
      className="button"
      aria-label="Clear"
      title="Clear the log (can be undone)"
      onClick={() => void clearLog(viewer)}
    >
      <Trash2 size={14} aria-hidden />
      <span className="button-text">Clear</span>
    </button>
  )
}

function LayoutSwitch() {
  const layout = useView((view) => view.layout)
  const next = layout === 'right' ? 'bottom' : 'right'
  const Icon = next === 'right' ? PanelRight : PanelBottom
  const title = `Details on the ${next === 'right' ? 'right' : 'bottom'}`
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={title}
      title={title}
      onClick={() => useView.setState({ layout: next })}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
