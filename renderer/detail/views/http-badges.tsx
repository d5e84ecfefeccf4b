import { CircleAlert, CircleCheck, CircleHelp, CircleX, CornerUpRight, Info, type LucideIcon } from 'lucide-react'
import { readStatus, type StatusClass } from '../../../shared/http-status.ts'
import './http.css'

const STATUS_ICONS: { readonly [K in StatusClass]: LucideIcon } = {
  information: Info,
  success: CircleCheck,
  redirect: CornerUpRight,
  'client error': CircleAlert,
  'server error': CircleX,
  unknown: CircleHelp,
}

export function MethodBadge({ method }: { readonly method: string }) {
  return (
    <span className="http-badge http-method" data-method={method.toUpperCase()}>
      {method}
    </span>
  )
}

/** Code and reason; icon and words tell the class apart without the colour. */
export function StatusBadge({ status }: { readonly status: number | string }) {
  const { text, class: kind } = readStatus(status)
  const Icon = STATUS_ICONS[kind]
  return (
    <span className="http-badge http-status" data-class={kind} title={kind}>
      <Icon size={14} aria-hidden />
      {text}
    </span>
  )
}
