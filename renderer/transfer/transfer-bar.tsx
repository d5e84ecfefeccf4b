import { useTransfer } from './running.ts'

/** How far an export or import is, with a way to end it. */
export function TransferBar() {
  const running = useTransfer((state) => state.running)
  if (!running) return null
  const { label, fraction, detail, cancel } = running
  return (
    <div className="transfer-bar" role="status">
      <span className="transfer-label" title={label}>
        {label}
      </span>
      <progress max={1} aria-label={label} {...(fraction !== null && { value: fraction })} />
      <span className="dim transfer-detail">{detail}</span>
      <button type="button" className="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  )
}
