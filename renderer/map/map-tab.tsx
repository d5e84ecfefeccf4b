import { geoDistance } from 'd3-geo'
import { useCallback, useEffect, useMemo } from 'react'
import { useLog } from '../state/log.ts'
import { MapCanvas } from './map-canvas.tsx'
import type { MapPoint } from './map-point.ts'
import { bringIntoSight, startMap, useMap } from './map-state.ts'
import { chooseLooks, findPoint } from './marks.ts'
import { formatMeters, measurePath, toFlatPath } from './mercator.ts'
import { PathList } from './path-list.tsx'
import type { Places } from './use-places.ts'
import './map.css'

const WHAT_IS_A_PLACE = 'Their latitude is not from -90 to 90 degrees, or their longitude not from -180 to 180'

export interface MapTabProps {
  readonly places: Places
  onSelect(point: MapPoint): void
  onPageSize(rows: number): void
}

/** Where the events of a stream happened. */
export function MapTab({ places: { points, unread }, onSelect, onPageSize }: MapTabProps) {
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
          {unread > 0 && (
            <span className="map-unread" title={WHAT_IS_A_PLACE}>
              , {unread.toLocaleString('en')} not on Earth
            </span>
          )}
        </p>
        <PathList points={points} looks={looks} selected={selected} onSelect={select} onPageSize={onPageSize} />
      </section>
    </div>
  )
}
