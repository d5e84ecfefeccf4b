import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ChartProps } from './chart.tsx'
import { formatNumber } from './chart-data.ts'
import { makeOptions, toColumns } from './chart-options.ts'
import { useWidth } from './use-width.ts'

const HEIGHT = 240
/** Of a bar beside a name, and of the axis below them, px. */
const BAR_HEIGHT = 26
const AXIS_HEIGHT = 46

/** What a chart is drawn on; apart, so that uPlot is fetched when the first chart is shown. */
export function ChartCanvas({ data, height, frame = null, formatValue = formatNumber }: ChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const width = useWidth(host)
  const looks = useLooks()
  const { axis, series } = data
  const drawnHeight = axis.kind === 'names' ? axis.values.length * BAR_HEIGHT + AXIS_HEIGHT : (height ?? HEIGHT)

  // A chart of another kind is made anew; one that only grew keeps its zoom and its pointer.
  const shape = JSON.stringify([
    axis.kind,
    axis.kind === 'time' ? axis.zone : axis.values,
    series.map(({ label }) => label),
  ])
  const latest = useRef(data)
  const latestFrame = useRef(frame)
  const isFramed = frame !== null

  useLayoutEffect(() => {
    latest.current = data
    latestFrame.current = frame
  }, [data, frame])

  useLayoutEffect(() => {
    if (!host.current || width === null || width === 0 || shape === '' || looks < 0) return
    const readColor = (token: string) => getComputedStyle(document.documentElement).getPropertyValue(token).trim()
    const readFrame = () => (isFramed ? latestFrame.current : null)
    const look = { width, height: drawnHeight, formatValue, readColor, readFrame }
    const options = makeOptions(() => latest.current, look)
    chart.current = new uPlot(options, toColumns(latest.current), host.current)
    return () => chart.current?.destroy()
  }, [shape, width, drawnHeight, formatValue, looks, isFramed])

  useEffect(() => {
    const drawn = chart.current
    if (!drawn) return
    const { min, max } = drawn.scales.x ?? {}
    const places = drawn.data[0]
    const isZoomed = data.axis.kind === 'time' && places.length > 0 && (min !== places[0] || max !== places.at(-1))
    drawn.setData(toColumns(data), !isZoomed)
    // What came is drawn by this.
    if (isZoomed && min != null && max != null) drawn.setScale('x', { min, max })
  }, [data])

  useEffect(() => {
    if (frame) chart.current?.setScale('x', { min: frame.from, max: frame.to })
  }, [frame])

  return <div ref={host} className="chart-canvas" style={{ height: drawnHeight }} />
}

/** Grows with each change of theme or contrast, as a canvas does not follow the tokens by itself. */
function useLooks(): number {
  const [looks, setLooks] = useState(0)
  useEffect(() => {
    const observer = new MutationObserver(() => setLooks((last) => last + 1))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] })
    return () => observer.disconnect()
  }, [])
  return looks
}
