import { geoDistance } from 'd3-geo'
import { useCallback, useEffect, useMemo } from 'react'
import { useLog } from '../state/log.ts'
import { MapCanvas } from './map-canvas.tsx'
import type { MapPoint } from './map-point.ts'
import { bringIntoSight, startMap, useMap } from './map-state.ts'
import { chooseLooks, findPoint } from './marks.ts'
import { formatMeters, measurePath, toFlatPath } from './mercator.ts'
import { PathList } from './path-list.tsx'
import './map.css'

export interface MapTabProps {
  readonly points: readonly MapPoint[]
  onSelect(point: MapPoint): void
  onPageSize(rows: number): void
}

/** Where the events of a stream happened. */
export function MapTab({ points, onSelect, onPageSize }: MapTabProps) {
  const path = useMemo(() => toFlatPath(points), [points])
  const looks = useMemo(() => chooseLooks(points), [points])
  const length = useMemo(() => measurePath(points, geoDistance), [points])
  const selectedId = useLog((log) => log.selection?.id ?? null)
  const selected = useMemo(() => findPoint(points, selectedId), [points, selectedId])
  const select = useCallback((point: MapPoint) => onSelect(point), [onSelect])

  useEffect(() => startMap, [])
  useEffect(() => useMap.setState({ path }), [path])
  const place = path[selected]
  useEffect(() => {
    if (place) bringIntoSight(place)
  }, [place])

  return (
    <div className="map">
      <MapCanvas points={points} looks={looks} selected={selected} onSelect={select} />
      <section className="map-side" aria-label="Events on the map">
        <p className="map-facts">
          <b>{points.length.toLocaleString('en')}</b> {points.length === 1 ? 'place' : 'places'}
          {points.length > 1 && ` over ${formatMeters(length)}`}
        </p>
        <PathList points={points} looks={looks} selected={selected} onSelect={select} onPageSize={onPageSize} />
      </section>
    </div>
  )
}
