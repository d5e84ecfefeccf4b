import { Eye, EyeOff } from 'lucide-react'

export interface RevealButtonProps {
  readonly isRevealed: boolean
  onChange(isRevealed: boolean): void
}

/** Shows the secrets of what it stands with, and hides them again. */
export function RevealButton({ isRevealed, onChange }: RevealButtonProps) {
  return (
    <button
      type="button"
      className="button button-small reveal-button"
      aria-pressed={isRevealed}
      onClick={() => onChange(!isRevealed)}
    >
      {isRevealed ? <EyeOff size={13} aria-hidden /> : <Eye size={13} aria-hidden />}
      Show secrets
    </button>
  )
}
