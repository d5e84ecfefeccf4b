import { Locate, ZoomIn, ZoomOut } from 'lucide-react'
import { type CSSProperties, lazy, type MouseEvent, Suspense, useId, useMemo, useRef } from 'react'
import { useKeyName } from '../commands/registry.ts'
import { formatFullTime } from '../list/format-time.ts'
import { findGraticule } from './graticule.ts'
import type { MapPoint } from './map-point.ts'
import { findFrame, fitMap, useMap, zoomMap } from './map-state.ts'
import { drawPath, type Mark, type PointLook, placeMarks } from './marks.ts'
import { findScaleBar, formatMeters, metersPerPixel, toScreen } from './mercator.ts'
import { PointShape } from './point-shape.tsx'
import { useMapGestures, useMapSize, ZOOM_STEP } from './use-map-gestures.ts'

/** Coastlines are half a megabyte: fetched with the first map. */
const Outlines = lazy(async () => ({ default: (await import('./outlines.tsx')).Outlines }))

/** The outline is off by as much, m. */
const OUTLINE_ERROR = 5000
/** An error of more px than this is said. */
const NOTICEABLE = 24
const LONGEST_SCALE_BAR = 120
/** Beside the buttons, px, there is room for labels. */
const BUTTONS_WIDTH = 48

interface MapCanvasProps {
  readonly points: readonly MapPoint[]
  readonly looks: ReadonlyMap<string, PointLook>
  /** Index of the point of the selected event; -1 for none. */
  readonly selected: number
  onSelect(point: MapPoint): void
}

/** The path of a stream on the outline of the world. */
export function MapCanvas({ points, looks, selected, onSelect }: MapCanvasProps) {
  const area = useRef<HTMLDivElement>(null)
  const hint = useId()
  const map = useMap()
  const { path, size } = map
  const frame = findFrame(map)
  const { handlers, wasDragged } = useMapGestures(area)
  useMapSize(area)
  const marks = useMemo(() => placeMarks(points, looks, path, frame, size), [points, looks, path, frame, size])
  const line = useMemo(() => drawPath(path, frame, size), [path, frame, size])

  function handleClick(event: MouseEvent<HTMLDivElement>) {
    if (wasDragged()) return
    const index = (event.target as Element).closest<SVGElement>('[data-index]')?.dataset.index
    const point = index === undefined ? undefined : points[Number(index)]
    if (point) onSelect(point)
  }

  return (
    <div
      ref={area}
      className="map-area"
      role="application"
      aria-label="Map of the path"
      aria-describedby={hint}
      tabIndex={0}
      onClick={handleClick}
      {...handlers}
    >
      <p id={hint} className="sr-only">
        Arrow keys move the map, plus and minus zoom, Home shows the whole path. The list beside it has the same events.
      </p>
      <svg className="map-picture" width={size.width} height={size.height} aria-hidden>
        <Suspense>{size.width > 0 && <Outlines frame={frame} size={size} />}</Suspense>
        <Graticule />
        <path className="map-path" d={line} />
        {marks.map((mark) => (
          <MarkView key={`${mark.index}`} mark={mark} point={points[mark.index]} looks={looks} />
        ))}
        <Ends />
        <SelectedMark index={selected} point={points[selected]} looks={looks} />
      </svg>
      <Legend looks={looks} />
      <Buttons />
      <ScaleBar />
    </div>
  )
}

interface MarkViewProps {
  readonly mark: Mark
  readonly point: MapPoint | undefined
  readonly looks: ReadonlyMap<string, PointLook>
}

function MarkView({ mark: { x, y, index, count }, point, looks }: MarkViewProps) {
  const look = point && looks.get(point.type)
  if (!point || !look) return null
  return (
    <g className="map-mark" data-index={index} data-type={point.type} transform={`translate(${x} ${y})`}>
      <title>
        {[
          count > 1 ? `${point.type}, the last of ${count} here` : point.type,
          formatFullTime(point.time),
          point.summary,
          `${point.latitude}, ${point.longitude}`,
        ].join('\n')}
      </title>
      <circle className="map-target" r={11} />
      <PointShape look={look} />
    </g>
  )
}

function SelectedMark({ index, point, looks }: { readonly index: number } & Omit<MarkViewProps, 'mark'>) {
  const map = useMap()
  const place = map.path[index]
  const look = point && looks.get(point.type)
  if (!place || !look) return null
  const { x, y } = toScreen(place, findFrame(map), map.size)
  return (
    <g className="map-mark map-selected" data-index={index} transform={`translate(${x} ${y})`}>
      <circle className="map-ring" r={12} />
      <PointShape look={look} />
    </g>
  )
}

/** Where the path begins and ends. */
function Ends() {
  const map = useMap()
  const [first, last] = [map.path[0], map.path.at(-1)]
  if (!first || !last || first === last) return null
  return [
    { text: 'start', place: first },
    { text: 'end', place: last },
  ].map(({ text, place }) => {
    const { x, y } = toScreen(place, findFrame(map), map.size)
    return (
      <text key={text} className="map-end" x={x + 10} y={y - 8}>
        {text}
      </text>
    )
  })
}

function Graticule() {
  const map = useMap()
  const { size } = map
  return findGraticule(findFrame(map), size).map(({ axis, degrees, at, label }) => {
    const isLongitude = axis === 'longitude'
    return (
      <g key={`${axis} ${degrees}`} className="map-graticule">
        <line
          x1={isLongitude ? at : 0}
          x2={isLongitude ? at : size.width}
          y1={isLongitude ? 0 : at}
          y2={isLongitude ? size.height : at}
        />
        <text
          x={isLongitude ? at + 4 : size.width - BUTTONS_WIDTH}
          y={isLongitude ? size.height - 32 : at - 4}
          textAnchor={isLongitude ? 'start' : 'end'}
        >
          {label}
        </text>
      </g>
    )
  })
}

function Legend({ looks }: { readonly looks: ReadonlyMap<string, PointLook> }) {
  return (
    <ul className="map-legend" aria-label="Types on the map">
      {[...looks.values()].map((look) => (
        <li key={look.type}>
          <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden>
            <PointShape look={look} />
          </svg>
          {look.type} <span className="dim">{look.count.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  )
}

function Buttons() {
  const isFitted = useMap((map) => map.frame === null)
  const [zoomIn, zoomOut, fit] = [
    withKey('Zoom in', useKeyName('waterfall/zoom-in')),
    withKey('Zoom out', useKeyName('waterfall/zoom-out')),
    withKey('The whole path', useKeyName('waterfall/zoom-all')),
  ]
  return (
    <div className="map-buttons">
      <button
        type="button"
        className="icon-button"
        aria-label={zoomIn}
        title={zoomIn}
        onClick={() => zoomMap(ZOOM_STEP)}
      >
        <ZoomIn size={15} aria-hidden />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={zoomOut}
        title={zoomOut}
        onClick={() => zoomMap(1 / ZOOM_STEP)}
      >
        <ZoomOut size={15} aria-hidden />
      </button>
      <button type="button" className="icon-button" aria-label={fit} title={fit} disabled={isFitted} onClick={fitMap}>
        <Locate size={15} aria-hidden />
      </button>
    </div>
  )
}

function withKey(label: string, key: string | null): string {
  return key === null ? label : `${label} (${key})`
}

/** How long a distance is, where the outline is from, and how far it can be trusted. */
function ScaleBar() {
  const map = useMap()
  const frame = findFrame(map)
  const { meters, width } = findScaleBar(frame, LONGEST_SCALE_BAR)
  const isTooClose = OUTLINE_ERROR / metersPerPixel(frame) > NOTICEABLE
  return (
    <div className="map-foot">
      <span className="map-scale" style={{ '--length': `${width}px` } as CSSProperties}>
        {formatMeters(meters)}
      </span>
      <span className="map-credit">
        {isTooClose && <b>Coastlines here are off by up to {formatMeters(OUTLINE_ERROR)}. </b>}
        Outline: Natural Earth, public domain
      </span>
    </div>
  )
}
