import './path-icon.css'

interface PathIconProps {
  /** Data of an SVG path, see `toPath`. */
  readonly path: string
  /** px. */
  readonly size: number
  /** What it says; without one it is decoration. */
  readonly label?: string
  /** Name of a CSS variable, if not the colour of the text. */
  readonly color?: string
  readonly className?: string
}

/**
 * An icon as one line. Whichever icon it is, its elements are the same: in rows that change all the time, another takes its
 * place by changing one attribute.
 */
export function PathIcon({ path, size, label, color, className }: PathIconProps) {
  return (
    <svg
      className={className ? `path-icon ${className}` : 'path-icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      style={color ? { color: `var(${color})` } : undefined}
      role={label && 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <path d={path} />
    </svg>
  )
}
