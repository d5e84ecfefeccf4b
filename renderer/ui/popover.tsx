import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useState } from 'react'

export interface PopoverProps {
  /** What the button shows. */
  readonly trigger: ReactNode
  /** Name of the button and of what it opens, for screen readers and as a tooltip. */
  readonly label: string
  readonly className?: string
  readonly align?: 'start' | 'end'
  /** Rendered only while open. */
  children(close: () => void): ReactNode
}

/** A button that opens a panel below it. The browser closes it on Escape or a click elsewhere, and gives the focus back. */
export function Popover({ trigger, label, className = 'button', align = 'start', children }: PopoverProps) {
  const id = `popover${useId().replace(/\W/g, '')}`
  const [isOpen, setIsOpen] = useState(false)
  const panel = () => document.getElementById(id)
  const close = () => panel()?.hidePopover()
  // Escape closes the panel and nothing around it. The browser tells a moment late that it is open.
  const keepEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && panel()?.matches(':popover-open')) event.stopPropagation()
  }
  return (
    <>
      <button
        type="button"
        className={className}
        onKeyDown={keepEscape}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={label}
        title={label}
        style={{ anchorName: `--${id}` } as CSSProperties}
      >
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        data-align={align}
        style={{ positionAnchor: `--${id}` } as CSSProperties}
        onKeyDown={keepEscape}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen && children(close)}
      </div>
    </>
  )
}
