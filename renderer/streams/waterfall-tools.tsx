import { FoldHorizontal, type LucideIcon, Maximize, Route, ZoomIn, ZoomOut } from 'lucide-react'
import { useKeyName } from '../commands/registry.ts'
import { toggleFolds, togglePath, zoom, zoomOut } from './waterfall-commands.ts'
import { isFolding, measured, useWaterfall } from './waterfall-state.ts'

/** How to look at the waterfall. */
export function WaterfallTools() {
  const state = useWaterfall()
  const { viewport, isPathShown } = state
  const { folds } = measured(state)
  const isFolded = isFolding(state)
  const isWhole = viewport.to - viewport.from >= 1
  return (
    <>
      {folds.length > 0 && (
        <button
          type="button"
          className="button button-small"
          aria-pressed={isFolded}
          title="Draw long times without events narrow"
          onClick={() => toggleFolds(!isFolded)}
        >
          <FoldHorizontal size={13} aria-hidden />
          <span className="button-text">Fold gaps</span>
        </button>
      )}
      <button
        type="button"
        className="button button-small"
        aria-pressed={isPathShown}
        aria-label="Critical path"
        title="Underline the chain of events that made it take so long"
        onClick={togglePath}
      >
        <Route size={13} aria-hidden />
        <span className="button-text">Critical path</span>
      </button>
      <ZoomButton icon={ZoomIn} label="Zoom in" command="waterfall/zoom-in" onClick={() => zoom(2)} />
      <ZoomButton
        icon={ZoomOut}
        label="Zoom out"
        command="waterfall/zoom-out"
        isDisabled={isWhole}
        onClick={() => zoom(0.5)}
      />
      <ZoomButton
        icon={Maximize}
        label="The whole time"
        command="waterfall/zoom-all"
        isDisabled={isWhole}
        onClick={zoomOut}
      />
    </>
  )
}

interface ZoomButtonProps {
  readonly icon: LucideIcon
  readonly label: string
  /** The command that does the same; its key is told with the label. */
  readonly command: string
  readonly isDisabled?: boolean
  onClick(): void
}

function ZoomButton({ icon: Icon, label, command, isDisabled = false, onClick }: ZoomButtonProps) {
  const key = useKeyName(command)
  const title = key === null ? label : `${label} (${key})`
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={title}
      title={title}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}
