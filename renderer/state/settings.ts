import { clampImportance } from '../../shared/importance.ts'
import type { OrderBy } from '../../shared/query/query.ts'
import { type Filter, type FlagChoice, NO_FILTER } from './filter.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const LAYOUTS = ['right', 'bottom'] as const
/** Where the detail pane stands. */
export type Layout = (typeof LAYOUTS)[number]

export const TIME_MODES = ['absolute', 'relative', 'delta'] as const
/** The clock, how long ago, or how long after the row above. */
export type TimeMode = (typeof TIME_MODES)[number]

/** What the viewer remembers between two starts. */
export interface Settings {
  readonly filter: Filter
  readonly orderBy: OrderBy | null
  readonly columnOrder: readonly string[]
  readonly hiddenColumns: readonly string[]
  /** Widths the user chose, px, by column. */
  readonly columnSizes: Readonly<Record<string, number>>
  readonly timeMode: TimeMode
  readonly theme: Theme
  readonly layout: Layout
  /** Size of the detail pane in each layout, px. */
  readonly detailSize: Readonly<Record<Layout, number>>
}

export const DEFAULT_SETTINGS: Settings = {
  filter: NO_FILTER,
  orderBy: null,
  columnOrder: [],
  hiddenColumns: ['location'],
  columnSizes: {},
  timeMode: 'absolute',
  theme: 'system',
  layout: 'right',
  detailSize: { right: 440, bottom: 320 },
}

/**
 * Settings from storage, where an older version or a hand may have left anything: what does not fit is the default.
 * The instance and stream are not among them, because they may be gone by the next start.
 */
export function parseSettings(stored: unknown): Settings {
  const from = toRecord(stored)
  const filter = toRecord(from.filter)
  const order = toRecord(from.orderBy)
  return {
    filter: {
      ...NO_FILTER,
      search: typeof filter.search === 'string' ? filter.search : '',
      importance: parseRange(filter.importance),
      hiddenTypes: parseStrings(filter.hiddenTypes) ?? [],
      tagValues: parseRecord(filter.tagValues, parseStrings),
      flags: parseRecord(filter.flags, (value): FlagChoice | undefined => findOne(['with', 'without'], value)),
    },
    orderBy:
      typeof order.field === 'string'
        ? { field: order.field, direction: findOne(['asc', 'desc'], order.direction) ?? 'asc' }
        : null,
    columnOrder: parseStrings(from.columnOrder) ?? DEFAULT_SETTINGS.columnOrder,
    hiddenColumns: parseStrings(from.hiddenColumns) ?? DEFAULT_SETTINGS.hiddenColumns,
    columnSizes: parseRecord(from.columnSizes, parseSize),
    timeMode: findOne(TIME_MODES, from.timeMode) ?? DEFAULT_SETTINGS.timeMode,
    theme: findOne(THEMES, from.theme) ?? DEFAULT_SETTINGS.theme,
    layout: findOne(LAYOUTS, from.layout) ?? DEFAULT_SETTINGS.layout,
    detailSize: { ...DEFAULT_SETTINGS.detailSize, ...parseRecord(from.detailSize, parseSize) },
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function findOne<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

function parseStrings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

function parseSize(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 20 && value <= 4000 ? value : undefined
}

function parseRange(value: unknown): Filter['importance'] {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return NO_FILTER.importance
  const [lowest, highest] = value as [number, number]
  return lowest <= highest ? [clampImportance(lowest), clampImportance(highest)] : NO_FILTER.importance
}

function parseRecord<T>(value: unknown, parse: (item: unknown) => T | undefined): Readonly<Record<string, T>> {
  const entries = Object.entries(toRecord(value)).flatMap(([key, item]) => {
    const parsed = parse(item)
    return parsed === undefined ? [] : [[key, parsed] as const]
  })
  return Object.fromEntries(entries)
}
