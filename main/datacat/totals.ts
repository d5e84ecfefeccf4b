import type { AsyncLogApi } from '../log/api.ts'
import type { MetricFields } from '../protocols/datacat-body.ts'
import { metricKey } from '../protocols/datacat-series.ts'
import { isJsonObject, type JsonObject } from '../protocols/json.ts'
import type { Session } from './session.ts'

/** Upper bounds of the buckets of a histogram that names none, as the daemon has them. */
const DEFAULT_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

interface Histogram {
  /** How many samples fell into each bucket. */
  readonly counts: number[]
  count: number
  sum: number
}

/**
 * What a daemon adds up for a session: apps send it what a counter grows by and single samples of a histogram, the server
 * gets totals.
 */
export class Totals {
  private readonly counters = new Map<string, number>()
  private readonly histograms = new Map<string, Histogram>()

  /** The totals as the log has them. */
  static async read(log: AsyncLogApi, { instance, id }: Session): Promise<Totals> {
    const totals = new Totals()
    for (const series of await log.series({ instance, stream: id })) {
      const { type } = JSON.parse(series.payload) as JsonObject
      if (type === 'counter' && series.last) totals.counters.set(series.key, series.last.value)
      if (type !== 'histogram') continue
      // However many points there are, the last is always among those of a chart.
      const last = (await log.points({ id: series.id, most: 2 })).at(-1)
      const histogram = last?.extra ? readHistogram(JSON.parse(last.extra)) : null
      if (histogram) totals.histograms.set(series.key, histogram)
    }
    return totals
  }

  /** Takes what an app told its daemon; the metric as the server gets it. */
  add(sent: MetricFields): MetricFields {
    const { delta, ...metric } = sent
    if (metric.type === 'counter' && delta !== undefined) return this.count(metric, delta)
    return metric.type === 'histogram' ? this.addSample(metric) : metric
  }

  private count(metric: MetricFields, delta: number): MetricFields {
    const key = metricKey({ name: '', type: 'counter', tags: [], unit: undefined, bounds: undefined, ...metric })
    const value = (this.counters.get(key) ?? 0) + delta
    this.counters.set(key, value)
    return { ...metric, value }
  }

  private addSample(metric: MetricFields): MetricFields {
    const { value = 0 } = metric
    const bounds = readBounds(metric.metadata?.buckets) ?? DEFAULT_BOUNDS
    const written = bounds.map((bound) => (Number.isFinite(bound) ? bound : null))
    const key = metricKey({ name: '', type: 'histogram', tags: [], unit: undefined, ...metric, bounds: written })
    const histogram = this.histograms.get(key) ?? { counts: bounds.map(() => 0), count: 0, sum: 0 }
    this.histograms.set(key, histogram)
    // The last bucket takes what is above its bound.
    const found = bounds.findIndex((bound) => value <= bound)
    const bucket = found < 0 ? bounds.length - 1 : found
    histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
    histogram.count++
    histogram.sum += value
    const buckets = written.map((le, index) => ({ le, count: histogram.counts[index] ?? 0 }))
    const { count, sum } = histogram
    return { ...metric, value: sum / count, metadata: { ...metric.metadata, buckets, count, sum } }
  }
}

/** Custom bounds, smallest first; null where none are given. */
function readBounds(buckets: unknown): number[] | null {
  if (!Array.isArray(buckets)) return null
  const bounds = buckets.filter((bound) => typeof bound === 'number').toSorted((a, b) => a - b)
  return bounds.length > 0 ? bounds : null
}

function readHistogram({ metadata }: { readonly metadata?: unknown }): Histogram | null {
  if (!isJsonObject(metadata) || !Array.isArray(metadata.buckets)) return null
  const counts = metadata.buckets.map((bucket: unknown) => Number(isJsonObject(bucket) ? bucket.count : 0))
  return { counts, count: Number(metadata.count), sum: Number(metadata.sum) }
}
