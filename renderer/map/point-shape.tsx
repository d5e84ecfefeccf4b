import type { PointLook } from './marks.ts'

const PATHS: Readonly<Record<PointLook['shape'], string>> = {
  circle: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z',
  square: 'M-4.5 -4.5h9v9h-9z',
  diamond: 'M0 -6l6 6l-6 6l-6 -6z',
  triangle: 'M0 -5.5l5.8 10h-11.6z',
}

/** The sign of a type, around the origin; 12 px at most. */
export function PointShape({ look: { shape, color } }: { readonly look: PointLook }) {
  return <path className="map-point" d={PATHS[shape]} style={{ fill: `var(${color})` }} />
}
