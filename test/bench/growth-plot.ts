import { launchChromium } from '../e2e/tattler.ts'
import type { GrowthPoint } from './growth.ts'

const WIDTH = 1080
const HEIGHT = 550
const PANEL = { width: 400, height: 300, top: 90 } as const
const COLOURS = ['#2563eb', '#0d9488', '#9333ea', '#d97706', '#dc2626']
const INK = '#1f2937'
const FAINT = '#e5e7eb'

interface Series {
  readonly name: string
  readonly values: readonly number[]
}

interface Panel {
  readonly left: number
  readonly title: string
  readonly axis: string
  readonly series: readonly Series[]
  readonly isLog: boolean
}

/** Two panels over the size of the log, as a PNG: what is taken in, and how long filters take. */
export async function drawGrowth(points: readonly GrowthPoint[]): Promise<Buffer> {
  const sizes = points.map(({ events }) => events)
  const names = [...(points[0]?.filters.keys() ?? [])]
  const ingest: Panel = {
    left: 90,
    title: 'Events taken in per second',
    axis: 'events/s',
    series: [{ name: 'WebSocket, 100 per envelope', values: points.map((point) => point.ingest) }],
    isLog: false,
  }
  const filters: Panel = {
    left: 600,
    title: 'A changed filter',
    axis: 'ms (logarithmic)',
    series: names.map((name) => ({ name, values: points.map((point) => point.filters.get(name) ?? 0) })),
    isLog: true,
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"
    font-family="Inter, system-ui, sans-serif" font-size="13" fill="${INK}">
    <rect width="100%" height="100%" fill="white"/>
    <text x="${ingest.left}" y="34" font-size="19" font-weight="600">What Tattler costs as its log grows</text>
    ${drawPanel(ingest, sizes)}${drawPanel(filters, sizes)}</svg>`
  return renderPng(svg)
}

function drawPanel({ left, title, axis, series, isLog }: Panel, sizes: readonly number[]): string {
  const bottom = PANEL.top + PANEL.height
  const right = left + PANEL.width
  const values = series.flatMap((one) => one.values)
  const ticks = isLog ? decades(values) : roundSteps(Math.max(...values))
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  const x = (events: number) => left + PANEL.width * share(events, sizes[0] ?? 1, sizes.at(-1) ?? 1, true)
  const y = (value: number) => bottom - PANEL.height * share(value, low, high, isLog)
  const rows = ticks.map(
    (tick) => `<line x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke="${FAINT}"/>
      <text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${tick.toLocaleString('en')}</text>`,
  )
  const columns = sizes.map(
    (events) => `<line x1="${x(events)}" x2="${x(events)}" y1="${bottom}" y2="${bottom + 5}" stroke="${INK}"/>
      <text x="${x(events)}" y="${bottom + 21}" text-anchor="middle">${events.toLocaleString('en')}</text>`,
  )
  const lines = series.map(({ name, values }, index) => {
    const colour = COLOURS[index % COLOURS.length]
    const at = values.map((value, point) => [x(sizes[point] ?? 1), y(value)] as const)
    const legend = PANEL.top + PANEL.height + 62 + index * 17
    return `<polyline points="${at.map((pair) => pair.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5"/>
      ${at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`).join('')}
      <rect x="${left}" y="${legend - 10}" width="12" height="12" rx="2" fill="${colour}"/>
      <text x="${left + 20}" y="${legend}">${name}</text>`
  })
  return `<text x="${left}" y="${PANEL.top - 24}" font-weight="600" font-size="14">${title}</text>
    <text x="${left}" y="${PANEL.top - 8}" fill="#6b7280">${axis}</text>
    ${rows.join('')}${columns.join('')}
    <line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${INK}"/>
    <text x="${(left + right) / 2}" y="${bottom + 41}" text-anchor="middle" fill="#6b7280">events in the log (logarithmic)</text>
    ${lines.join('')}`
}

function share(value: number, low: number, high: number, isLog: boolean): number {
  if (high === low) return 0.5
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

/** Powers of ten around the values. */
function decades(values: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
}

/** From 0 in about five round steps to at least `most`. */
function roundSteps(most: number): number[] {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step)
}

async function renderPng(svg: string): Promise<Buffer> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, deviceScaleFactor: 2 })
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
    return await page.screenshot()
  } finally {
    await browser.close()
  }
}
