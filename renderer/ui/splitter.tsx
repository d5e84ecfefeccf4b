import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react'

export interface SplitterProps {
  /** Where the second pane stands. */
  readonly side: 'right' | 'bottom'
  /** Size of the second pane, px. */
  readonly size: number
  readonly minimum: number
  /** What the first pane keeps at least, px. */
  readonly rest: number
  /** Without a second pane there is no border either. */
  readonly children: readonly [ReactNode, ReactNode]
  /** What the second pane holds, for screen readers. */
  readonly label: string
  onResize(size: number): void
}

const KEY_STEP = 24

/** Two panes with a border to drag between them; arrow keys move it, too. */
export function Splitter({ side, size, minimum, rest, label, onResize, children }: SplitterProps) {
  const container = useRef<HTMLDivElement>(null)
  /** Boxes and pointers are told in px of the screen, sizes are set in px of the page. */
  const findZoom = () => container.current?.currentCSSZoom ?? 1

  function resizeTo(wanted: number) {
    const box = container.current?.getBoundingClientRect()
    if (!box) return
    const available = (side === 'right' ? box.width : box.height) / findZoom()
    onResize(Math.round(Math.max(minimum, Math.min(wanted, available - rest))))
  }

  function handleMove(event: PointerEvent<HTMLElement>) {
    const box = container.current?.getBoundingClientRect()
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    resizeTo((side === 'right' ? box.right - event.clientX : box.bottom - event.clientY) / findZoom())
  }

  function handleKey(event: KeyboardEvent) {
    const grow = side === 'right' ? 'ArrowLeft' : 'ArrowUp'
    const shrink = side === 'right' ? 'ArrowRight' : 'ArrowDown'
    if (event.key !== grow && event.key !== shrink) return
    event.preventDefault()
    resizeTo(size + (event.key === grow ? KEY_STEP : -KEY_STEP))
  }

  return (
    <div ref={container} className="splitter" data-side={side}>
      <div className="splitter-pane">{children[0]}</div>
      {children[1] && (
        <>
          <hr
            tabIndex={0}
            aria-label={`Resize ${label}`}
            aria-orientation={side === 'right' ? 'vertical' : 'horizontal'}
            aria-valuenow={size}
            aria-valuemin={minimum}
            className="splitter-handle"
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={handleMove}
            onKeyDown={handleKey}
          />
          <div className="splitter-pane" style={toPaneSize(side, size, rest)}>
            {children[1]}
          </div>
        </>
      )}
    </div>
  )
}

/** The wanted size, less what the first pane must keep in a window that became too small for both. */
function toPaneSize(side: 'right' | 'bottom', size: number, rest: number): CSSProperties {
  const most = `max(40%, 100% - ${rest}px)`
  return side === 'right' ? { width: size, maxWidth: most } : { height: size, maxHeight: most }
}
