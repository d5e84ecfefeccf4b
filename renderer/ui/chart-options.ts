import uPlot from 'uplot'
import { type ChartAxis, type ChartData, findColor, findDash, formatNumber, formatTimeAxis } from './chart-data.ts'
import { type ChartFrame, FRAME_AXIS, frame } from './chart-frame.ts'
import { breakLine, type LineBreaks } from './chart-gaps.ts'
import { breaks, chooseLabels, placeRanges } from './chart-ranges.ts'
import { tooltip } from './chart-tooltip.ts'

export interface ChartLook {
  readonly width: number
  readonly height: number
  formatValue(value: number): string
  /** The colour that a token has now. */
  readColor(token: string): string
  /** What it has in common with other charts over the same time; null for one that stands alone. */
  readFrame(): ChartFrame | null
}

const FONT = '11px "Inter Variable", system-ui, sans-serif'
/** px of a character in that font, about. */
const CHARACTER = 6.3
/** Room of a label below a range, px. */
const LABEL = 48
/** Names on the axis are cut to this share of the chart. */
const NAMES_SHARE = 0.4
/** Width of the axis of values, px: beside it, the first time has room for its half. */
const LEAST_AXIS = 38
const DAY = 86_400_000
const MINUTE = 60_000
const SECOND = 1000
/** Whole steps from one label to the next. */
const STEPS = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

/** Steps of an axis of days, ms: between them there is nothing to name. */
const WHOLE_DAYS = [1, 2, 3, 4, 5, 7, 10, 15, 30, 60, 90, 180, 365, 730, 1825, 3650].map((days) => days * DAY)

/**
 * How uPlot draws a chart: lines over time, upright bars over ranges, lying bars beside names. `readData` is asked for what
 * the pointer is at, because a chart may get more values of the same kind.
 */
export function makeOptions(readData: () => ChartData, look: ChartLook): uPlot.Options {
  const { axis, series } = readData()
  const isLying = axis.kind === 'names'
  const inFrame = look.readFrame()
  return {
    width: look.width,
    height: look.height,
    ms: 1,
    padding: [10, 26, 0, 0],
    legend: { show: false },
    scales: {
      x: {
        time: axis.kind === 'time',
        ori: isLying ? 1 : 0,
        dir: isLying ? -1 : 1,
        range: (_chart, low, high) => {
          const shown = look.readFrame()
          return shown ? [shown.from, shown.to] : rangeOf(readData().axis, low, high)
        },
      },
      y: { ori: isLying ? 0 : 1, range: (_chart, low, high) => fromZero(low, high) },
    },
    axes: [
      { ...axisLook(look), ...axisOf(axis, look), grid: { show: false }, side: isLying ? 3 : 2 },
      {
        ...axisLook(look),
        grid: { stroke: () => look.readColor('--line'), width: 1 },
        side: isLying ? 2 : 3,
        size: isLying
          ? 28
          : inFrame
            ? FRAME_AXIS
            : (_chart, values) => Math.max(LEAST_AXIS, widthOf(values ?? []) + 14),
        ...(isLying && { space: 70 }),
        ...(isWhole(series) && { incrs: STEPS }),
        values: (_chart, splits) => splits.map(look.formatValue),
      },
    ],
    series: [
      {},
      ...series.map(({ isStepped }, index) => {
        const gaps = breakLine(() => readData().series[index]?.longest ?? Number.POSITIVE_INFINITY)
        return axis.kind === 'time' ? lineOf(index, look, gaps, isStepped) : barsOf(axis, index, look)
      }),
    ],
    cursor: {
      drag: { x: axis.kind === 'time', y: false, setScale: axis.kind === 'time' && !inFrame },
      ...(inFrame && { sync: { key: inFrame.group, scales: ['x', null] as [string, null] } }),
      x: axis.kind === 'time',
      y: false,
      points: { show: axis.kind === 'time' },
      // The browser tells places in px of the screen, the chart is drawn in px of the page.
      move: (chart, left, top) => [left / chart.over.currentCSSZoom, top / chart.over.currentCSSZoom],
    },
    tzDate: (time) =>
      axis.kind === 'time' && axis.zone === 'UTC' ? uPlot.tzDate(new Date(time), 'Etc/UTC') : new Date(time),
    plugins: [
      tooltip(readData, look.formatValue),
      ...(inFrame ? [frame(look.readFrame, look.readColor)] : []),
      ...(axis.kind === 'ranges' ? [breaks(axis, look.readColor)] : []),
    ],
  }
}

/** The columns that uPlot takes. */
export function toColumns({ axis, series }: ChartData): uPlot.AlignedData {
  return [placesOf(axis), ...series.map(({ values }) => [...values])]
}

function placesOf(axis: ChartAxis): number[] {
  if (axis.kind === 'names') return axis.values.map((_, index) => index)
  return [...(axis.kind === 'ranges' ? placeRanges(axis) : axis.values)]
}

function lineOf(
  index: number,
  { readColor }: ChartLook,
  { gaps, filter }: LineBreaks,
  isStepped = false,
): uPlot.Series {
  const steps = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined
  return {
    ...(steps && { paths: steps }),
    stroke: () => readColor(findColor(index)),
    width: 1.75,
    dash: [...findDash(index)],
    gaps,
    points: { size: 5, fill: () => readColor('--surface-1'), filter },
  }
}

function barsOf(axis: ChartAxis, index: number, { readColor }: ChartLook): uPlot.Series {
  const stroke = () => readColor(findColor(index))
  // A range is drawn from where it begins; a name stands beside the middle of its bar.
  const bars = uPlot.paths.bars?.(axis.kind === 'names' ? { size: [0.7] } : { size: [0.94], align: 1 })
  return { stroke, fill: stroke, width: 0, points: { show: false }, ...(bars && { paths: bars }) }
}

/** Half an event is none: then the axis counts in whole steps. */
function isWhole(series: ChartData['series']): boolean {
  return series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
}

function rangeOf(axis: ChartAxis, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (axis.kind === 'names') return [-0.5, axis.values.length - 0.5]
  const [first, last] = [low ?? 0, high ?? 0]
  if (axis.kind === 'ranges') return [first, last + 1]
  const [only = first, second] = axis.values
  // A single moment stands in the middle.
  return second === undefined ? [only - MINUTE, only + MINUTE] : [first, last]
}

function fromZero(low: number | null, high: number | null): uPlot.Range.MinMax {
  const [least, most] = [low ?? 0, high ?? 0]
  if (least < 0) return uPlot.rangeNum(least, Math.max(0, most), 0.1, true)
  return [0, most === 0 ? 1 : most * 1.08]
}

function axisLook({ readColor }: ChartLook): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => readColor('--ink-3'),
    ticks: { show: false },
    border: { show: true, stroke: () => readColor('--line-strong'), width: 1 },
    gap: 6,
  }
}

function axisOf(axis: ChartAxis, look: ChartLook): uPlot.Axis {
  switch (axis.kind) {
    case 'time':
      return {
        size: 40,
        space: 84,
        ...(axis.zone === 'UTC' && { incrs: WHOLE_DAYS }),
        values: (_chart, splits, _index, _space, step) => labelTimes(splits, step, axis.zone),
      }
    case 'ranges':
      return {
        size: 28,
        space: 60,
        incrs: STEPS,
        splits: (_chart, _index, _low, _high, step, space) => {
          const places = placeRanges(axis)
          return chooseLabels(axis, step, (step * LABEL) / space).map((at) => places[at] ?? 0)
        },
        values: (_chart, _splits, _index, space, step) =>
          chooseLabels(axis, step, (step * LABEL) / space).map((at) => formatNumber(axis.values[at] ?? 0)),
      }
    case 'names': {
      const most = Math.floor((look.width * NAMES_SHARE) / CHARACTER)
      const names = axis.values.map((name) => (name.length > most ? `${name.slice(0, most - 1)}…` : name))
      return { size: widthOf(names) + 14, splits: names.map((_, index) => index), values: names }
    }
  }
}

/** The clock at each tick, with the day below the first and wherever it changes. */
function labelTimes(splits: readonly number[], step: number, zone: 'local' | 'UTC'): string[] {
  let shown = ''
  return splits.map((time) => {
    const day = formatTimeAxis(time, 'day', zone)
    if (step >= DAY) return day
    const finest = step >= MINUTE ? 'minute' : step >= SECOND ? 'second' : 'millisecond'
    const clock = formatTimeAxis(time, finest, zone)
    const label = day === shown ? clock : `${clock}\n${day}${zone === 'UTC' ? ' UTC' : ''}`
    shown = day
    return label
  })
}

function widthOf(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => label.length)) * CHARACTER
}
