import type { CSSProperties } from 'react'
import { hasEscapes } from '../../shared/ansi.ts'
import { type AnsiColor, type AnsiSpan, type AnsiStyle, PLAIN, readAnsi } from './ansi.ts'
import './ansi-text.css'

/**
 * Text as a terminal shows it. Colours keep their hue, and take the lightness that can be read on the theme's paper; a
 * background becomes a tint, so that any colour can be read on it.
 */
export function AnsiText({ text }: { readonly text: string }) {
  if (!hasEscapes(text)) return text
  return withPlaces(readAnsi(text)).map(({ span, at }) =>
    span.style === PLAIN ? (
      span.text
    ) : (
      <span key={at} {...look(span.style)}>
        {span.text}
      </span>
    ),
  )
}

function withPlaces(spans: readonly AnsiSpan[]) {
  let at = 0
  return spans.map((span) => {
    const placed = { span, at }
    at += span.text.length
    return placed
  })
}

function look(style: AnsiStyle): { readonly className: string; readonly style: CSSProperties } {
  const [color, background] = style.isInverse ? [style.background, style.color] : [style.color, style.background]
  const classes = [
    'ansi',
    color !== null && 'ansi-color',
    background !== null && 'ansi-background',
    style.isInverse && background === null && 'ansi-inverse',
    style.isBold && 'ansi-bold',
    style.isDim && 'ansi-dim',
    style.isItalic && 'ansi-italic',
    style.isUnderlined && 'ansi-underlined',
    style.isStruck && 'ansi-struck',
  ]
  const properties: Record<`--${string}`, string> = {}
  if (color !== null) properties['--ansi-color'] = cssColor(color)
  if (background !== null) properties['--ansi-background'] = cssColor(background)
  return { className: classes.filter(Boolean).join(' '), style: properties as CSSProperties }
}

function cssColor(color: AnsiColor): string {
  return typeof color === 'number' ? `var(--ansi-${color})` : color
}
