import { ShieldCheck, ShieldX } from 'lucide-react'
import type { Access } from './access-checks.ts'
import './access.css'

/** An answer by icon, word and colour. */
export function AccessWord({ access }: { readonly access: Access }) {
  const Icon = access === 'GRANT' ? ShieldCheck : ShieldX
  return (
    <span className="access-word" data-access={access}>
      <Icon size={14} aria-hidden />
      {access}
    </span>
  )
}
