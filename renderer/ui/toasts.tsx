import { X } from 'lucide-react'
import { useEffect } from 'react'
import { create } from 'zustand'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'bad'
  readonly action?: { readonly label: string; run(): void }
}

/** How long a toast stays, ms; one with an action gives more time to decide. */
const SHORT_STAY = 4000
const LONG_STAY = 12_000

const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))
let lastId = 0

/** Shows a short message at the bottom; screen readers say it. The same text twice shows once. */
export function showToast(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const { tone = 'plain', action } = options
  const toast: Toast = { id: ++lastId, text, tone, ...(action && { action }) }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.filter((other) => other.text !== text), toast].slice(-3) }))
}

function hideToast(id: number) {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastView({ toast }: { toast: Toast }) {
  const { id, text, tone, action } = toast
  const stay = action || tone === 'bad' ? LONG_STAY : SHORT_STAY
  useEffect(() => {
    const timer = setTimeout(() => hideToast(id), stay)
    return () => clearTimeout(timer)
  }, [id, stay])

  return (
    <div className="toast" data-tone={tone}>
      <span>{text}</span>
      {action && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            action.run()
            hideToast(id)
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => hideToast(id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}
