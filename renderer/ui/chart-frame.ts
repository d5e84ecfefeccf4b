import type uPlot from 'uplot'

/** A stretch of time that is on screen alone, ms since the epoch. */
export interface ChartZoom {
  readonly from: number
  readonly to: number
}

/** What a chart over time has in common with the others that stand on the same axis. */
export interface ChartFrame {
  /** Name of the charts that move their pointers together. */
  readonly group: string
  /** What is on screen, ms since the epoch. */
  readonly from: number
  readonly to: number
  readonly bands: readonly ChartBand[]
  /** A range was chosen by dragging; null for all of it, by a double click. */
  onZoom(zoom: ChartZoom | null): void
}

/** A stretch of time that is marked; a line where it has no length. */
export interface ChartBand {
  readonly from: number
  readonly to: number
  /** Name of a token. */
  readonly color: string
}

/** Room for the values beside a chart, px: the same for all, so that their times stand below each other. */
export const FRAME_AXIS = 84
/** Opacity of a band, as the last two digits of a colour. */
const FAINT = '30'
const LINE_WIDTH = 3

/** Draws the bands of a frame, and tells it what is chosen by dragging. */
export function frame(readFrame: () => ChartFrame | null, readColor: (token: string) => string): uPlot.Plugin {
  return {
    hooks: {
      init: (chart) => chart.over.addEventListener('dblclick', () => readFrame()?.onZoom(null)),
      setSelect: (chart) => {
        const { left, width } = chart.select
        if (width > 0) readFrame()?.onZoom({ from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') })
        chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
      },
      drawClear: (chart) => {
        const { ctx, bbox } = chart
        ctx.save()
        ctx.beginPath()
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
        ctx.clip()
        for (const { from, to, color } of readFrame()?.bands ?? []) {
          const left = chart.valToPos(from, 'x', true)
          const width = chart.valToPos(to, 'x', true) - left
          const isLine = width < LINE_WIDTH
          ctx.fillStyle = isLine ? readColor(color) : readColor(color) + FAINT
          // A line at the very end stands before it.
          const isAtEnd = isLine && from <= (chart.scales.x?.max ?? from) && left + LINE_WIDTH > bbox.left + bbox.width
          ctx.fillRect(isAtEnd ? left - LINE_WIDTH : left, bbox.top, isLine ? LINE_WIDTH : width, bbox.height)
        }
        ctx.restore()
      },
    },
  }
}
