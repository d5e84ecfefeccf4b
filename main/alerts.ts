import { ALERT_KINDS, type Alert, type AlertKind, type AlertSettings, alertConditions } from '../shared/alerts.ts'
import type { EventId } from '../shared/event.ts'
import type { EventQuery } from '../shared/query/query.ts'
import type { AsyncLogApi } from './log/api.ts'

/** Least time between two rounds, ms: a flood of errors is one alert every few seconds, with their number. */
const PAUSE = 3000

/**
 * Looks for events worth an alert among those that came since the last look. Nothing is looked for while every kind of
 * alert is off.
 */
export class Alerts {
  private readonly log: AsyncLogApi
  private readonly settings: () => AlertSettings
  private readonly tell: (alert: Alert) => void
  private seen: EventId = 0
  private newest: EventId = 0
  private timer: NodeJS.Timeout | undefined

  constructor(log: AsyncLogApi, settings: () => AlertSettings, tell: (alert: Alert) => void) {
    this.log = log
    this.settings = settings
    this.tell = tell
  }

  /** Events up to `newest` were there before: nothing is told of them. */
  begin(newest: EventId): void {
    this.seen = newest
    this.newest = newest
  }

  /** Events up to `newest` are stored. */
  logChanged(newest: EventId): void {
    if (newest <= this.newest) return
    this.newest = newest
    const isOn = ALERT_KINDS.some((kind) => this.settings()[kind])
    if (!isOn) this.seen = newest
    else if (this.timer === undefined) void this.look()
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private async look(): Promise<void> {
    this.timer = setTimeout(() => {
      this.timer = undefined
      if (this.seen < this.newest) void this.look()
    }, PAUSE)
    this.timer.unref()
    const since = this.seen
    this.seen = this.newest
    const kinds = ALERT_KINDS.filter((kind) => this.settings()[kind])
    // Events that cannot be looked for now are no reason to stop: the log tells of its own trouble.
    const found = await Promise.all(kinds.map((kind) => this.find(kind, since, this.seen).catch(() => null)))
    for (const alert of found) if (alert) this.tell(alert)
  }

  private async find(kind: AlertKind, after: EventId, upTo: EventId): Promise<Alert | null> {
    const wanted: EventQuery = {
      from: { instance: '*' },
      where: [
        { field: 'id', operator: 'between', value: [after + 1, upTo] },
        ...alertConditions(kind, this.settings()),
      ],
    }
    const { events = [], total } = await this.log.query({
      ...wanted,
      select: ['id', 'summary', 'instance'],
      orderBy: { field: 'id', direction: 'desc' },
      limit: 1,
    })
    const [newest] = events
    if (!newest) return null
    return {
      kind,
      count: total,
      id: Number(newest.id),
      summary: String(newest.summary),
      instance: String(newest.instance),
      otherApps: total === 1 ? 0 : await this.countOtherApps(wanted, newest.instance),
    }
  }

  private async countOtherApps(wanted: EventQuery, app: unknown): Promise<number> {
    const { aggregation } = await this.log.query({
      ...wanted,
      where: [...(wanted.where ?? []), { field: 'instance', operator: 'neq', value: app }],
      reduce: { type: 'count', groupBy: ['instance'] },
    })
    return Array.isArray(aggregation) ? aggregation.length : 0
  }
}
