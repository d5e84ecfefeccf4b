import { clampImportance } from '../../shared/importance.ts'
import { checkConditions } from '../../shared/query/check.ts'
import { type Condition, type OrderBy, QueryError } from '../../shared/query/query.ts'
import { type Filter, type FlagChoice, NO_FILTER } from './filter.ts'
import { type HighlightRule, parseRules } from './highlight-rules.ts'
import { type SavedFilter, saveFilter } from './saved-filters.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const LAYOUTS = ['right', 'bottom'] as const
/** Where the detail pane stands. */
export type Layout = (typeof LAYOUTS)[number]

export const TIME_MODES = ['absolute', 'relative', 'delta'] as const
/** The clock, how long ago, or how long after the row above. */
export type TimeMode = (typeof TIME_MODES)[number]

export const CONTRASTS = ['system', 'normal', 'high'] as const
export type Contrast = (typeof CONTRASTS)[number]

export const MOTIONS = ['system', 'reduced', 'full'] as const
/** Whether anything on screen may move by itself. */
export type Motion = (typeof MOTIONS)[number]

export const DENSITIES = ['comfortable', 'compact'] as const
/** How much room a row of the list takes. */
export type Density = (typeof DENSITIES)[number]

/** Steps of zoom, percent. */
export const ZOOMS: readonly number[] = [75, 80, 90, 100, 110, 125, 150, 175, 200]

/** Bounds of the size of code, px, and of the threshold for slow queries, ms. */
export const CODE_SIZES = { minimum: 10, maximum: 16 } as const
export const SLOW_QUERIES = { minimum: 1, maximum: 60_000 } as const

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
  readonly contrast: Contrast
  readonly motion: Motion
  readonly density: Density
  /** Percent, one of `ZOOMS`. */
  readonly zoom: number
  /** Of code, px. */
  readonly codeSize: number
  /** From this duration on a query counts as slow, ms. */
  readonly slowQuery: number
  /** Whether a new window sticks to the newest event. */
  readonly followOnStart: boolean
  readonly savedFilters: readonly SavedFilter[]
  readonly highlights: readonly HighlightRule[]
  /** Keys the user gave to commands, by the command's id; no keys means that it has none. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** Ids of commands run from the palette, newest first. */
  readonly recentCommands: readonly string[]
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
  contrast: 'system',
  motion: 'system',
  density: 'comfortable',
  zoom: 100,
  codeSize: 12,
  slowQuery: 100,
  followOnStart: true,
  savedFilters: [],
  highlights: [],
  keys: {},
  recentCommands: [],
  layout: 'right',
  detailSize: { right: 440, bottom: 320 },
}

/**
 * Settings from storage, where an older version or a hand may have left anything: what does not fit is the default.
 * The instance and stream are not among them, because they may be gone by the next start.
 */
export function parseSettings(stored: unknown): Settings {
  const from = toRecord(stored)
  const order = toRecord(from.orderBy)
  return {
    filter: parseFilter(from.filter),
    orderBy:
      typeof order.field === 'string'
        ? { field: order.field, direction: findOne(['asc', 'desc'], order.direction) ?? 'asc' }
        : null,
    columnOrder: parseStrings(from.columnOrder) ?? DEFAULT_SETTINGS.columnOrder,
    hiddenColumns: parseStrings(from.hiddenColumns) ?? DEFAULT_SETTINGS.hiddenColumns,
    columnSizes: parseRecord(from.columnSizes, parseSize),
    timeMode: findOne(TIME_MODES, from.timeMode) ?? DEFAULT_SETTINGS.timeMode,
    theme: findOne(THEMES, from.theme) ?? DEFAULT_SETTINGS.theme,
    contrast: findOne(CONTRASTS, from.contrast) ?? DEFAULT_SETTINGS.contrast,
    motion: findOne(MOTIONS, from.motion) ?? DEFAULT_SETTINGS.motion,
    density: findOne(DENSITIES, from.density) ?? DEFAULT_SETTINGS.density,
    zoom: ZOOMS.find((zoom) => zoom === from.zoom) ?? DEFAULT_SETTINGS.zoom,
    codeSize: parseNumber(from.codeSize, CODE_SIZES) ?? DEFAULT_SETTINGS.codeSize,
    slowQuery: parseNumber(from.slowQuery, SLOW_QUERIES) ?? DEFAULT_SETTINGS.slowQuery,
    followOnStart: typeof from.followOnStart === 'boolean' ? from.followOnStart : DEFAULT_SETTINGS.followOnStart,
    savedFilters: parseSavedFilters(from.savedFilters),
    highlights: parseRules(from.highlights),
    keys: parseRecord(from.keys, parseStrings),
    recentCommands: parseStrings(from.recentCommands) ?? DEFAULT_SETTINGS.recentCommands,
    layout: findOne(LAYOUTS, from.layout) ?? DEFAULT_SETTINGS.layout,
    detailSize: { ...DEFAULT_SETTINGS.detailSize, ...parseRecord(from.detailSize, parseSize) },
  }
}

function parseFilter(stored: unknown): Filter {
  const filter = toRecord(stored)
  return {
    ...NO_FILTER,
    search: typeof filter.search === 'string' ? filter.search : '',
    importance: parseRange(filter.importance),
    hiddenTypes: parseStrings(filter.hiddenTypes) ?? [],
    tagValues: parseRecord(filter.tagValues, parseStrings),
    flags: parseRecord(filter.flags, (value): FlagChoice | undefined => findOne(['with', 'without'], value)),
    conditions: parseConditions(filter.conditions),
  }
}

function parseConditions(stored: unknown): readonly Condition[] {
  try {
    return checkConditions(stored ?? [])
  } catch (error) {
    if (error instanceof QueryError) return []
    throw error
  }
}

function parseSavedFilters(stored: unknown): readonly SavedFilter[] {
  if (!Array.isArray(stored)) return []
  return stored.reduce((saved: readonly SavedFilter[], item) => {
    const { name, filter } = toRecord(item)
    return typeof name === 'string' && name !== '' ? saveFilter(saved, name, parseFilter(filter)) : saved
  }, [])
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
  return parseNumber(value, { minimum: 20, maximum: 4000 })
}

function parseNumber(value: unknown, { minimum, maximum }: { minimum: number; maximum: number }): number | undefined {
  return typeof value === 'number' && value >= minimum && value <= maximum ? value : undefined
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
