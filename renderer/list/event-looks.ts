import {
  Activity,
  ArrowDownToLine,
  ArrowUpFromLine,
  Braces,
  Bug,
  ChartLine,
  Circle,
  CircleAlert,
  CircleX,
  Database,
  FileWarning,
  Flame,
  Info,
  Layers,
  LayoutTemplate,
  type LucideIcon,
  Mail,
  OctagonAlert,
  ScrollText,
  Shapes,
  Shield,
  Siren,
  TriangleAlert,
  Zap,
} from 'lucide-react'
import { type EventType, isEventType } from '../../shared/events/names.ts'
import type { Importance } from '../../shared/importance.ts'
import { ROUNDWARE_LOOKS } from './roundware-looks.ts'

/** How an event type looks wherever it is named. `color` is the name of a CSS variable. */
export interface EventLook {
  readonly icon: LucideIcon
  readonly color: string
}

const LOOKS: { readonly [K in EventType]: EventLook } = {
  log: { icon: ScrollText, color: '--t-log' },
  query: { icon: Database, color: '--t-query' },
  request: { icon: ArrowDownToLine, color: '--t-request' },
  response: { icon: ArrowUpFromLine, color: '--t-request' },
  middleware: { icon: Layers, color: '--t-middleware' },
  template: { icon: LayoutTemplate, color: '--t-template' },
  email: { icon: Mail, color: '--t-email' },
  event: { icon: Zap, color: '--t-event' },
  access_check: { icon: Shield, color: '--t-access' },
  exception: { icon: Bug, color: '--i5' },
  session: { icon: Activity, color: '--t-access' },
  state: { icon: Braces, color: '--t-template' },
  metric: { icon: ChartLine, color: '--t-email' },
  invalid: { icon: FileWarning, color: '--bad' },
}

const OTHER: EventLook = { icon: Shapes, color: '--t-log' }

export function findLook(type: string): EventLook {
  return isEventType(type) ? LOOKS[type] : (ROUNDWARE_LOOKS.get(type) ?? OTHER)
}

/** Types nobody declared share one look: where several may stand beside each other, only their names tell them apart. */
export function hasOwnLook(type: string): boolean {
  return findLook(type) !== OTHER
}

/** A level as a sign: the icon tells it apart without its colour. */
export interface LevelLook {
  readonly short: string
  readonly icon: LucideIcon
}

export const LEVEL_LOOKS: Readonly<Record<Importance, LevelLook>> = {
  1: { short: 'DBG', icon: Circle },
  2: { short: 'INF', icon: Info },
  3: { short: 'NTC', icon: CircleAlert },
  4: { short: 'WRN', icon: TriangleAlert },
  5: { short: 'ERR', icon: CircleX },
  6: { short: 'CRT', icon: OctagonAlert },
  7: { short: 'ALR', icon: Siren },
  8: { short: 'EMG', icon: Flame },
}
