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
  Headphones,
  HeartPulse,
  Info,
  Layers,
  LayoutTemplate,
  ListFilter,
  type LucideIcon,
  Mail,
  MapPin,
  Mic,
  MicOff,
  OctagonAlert,
  Pause,
  Play,
  ScrollText,
  Shapes,
  Share2,
  Shield,
  Siren,
  Square,
  ThumbsUp,
  TriangleAlert,
  Upload,
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

/** Types that some systems use without their payload having a shape. */
const MORE_LOOKS: Readonly<Record<string, EventLook>> = {
  location_update: { icon: MapPin, color: '--t-request' },
  start_session: { icon: Activity, color: '--t-access' },
  cleanup_session: { icon: Activity, color: '--t-log' },
  heartbeat: { icon: HeartPulse, color: '--t-access' },
  play_stream: { icon: Play, color: '--t-template' },
  start_stream: { icon: Play, color: '--t-template' },
  pause_stream: { icon: Pause, color: '--t-template' },
  stop_stream: { icon: Square, color: '--t-template' },
  modify_stream: { icon: ListFilter, color: '--t-template' },
  filter_stream: { icon: ListFilter, color: '--t-template' },
  change_listen_mode: { icon: Headphones, color: '--t-template' },
  start_listen: { icon: Headphones, color: '--t-template' },
  listen: { icon: Headphones, color: '--t-template' },
  start_record: { icon: Mic, color: '--t-event' },
  stop_record: { icon: MicOff, color: '--t-event' },
  end_record: { icon: MicOff, color: '--t-event' },
  start_upload: { icon: Upload, color: '--t-email' },
  stop_upload: { icon: Upload, color: '--t-email' },
  upload_asset: { icon: Upload, color: '--t-email' },
  upload_recording: { icon: Upload, color: '--t-email' },
  vote_asset: { icon: ThumbsUp, color: '--t-email' },
  share_map: { icon: Share2, color: '--t-email' },
  client_error: { icon: CircleX, color: '--i5' },
}

const OTHER: EventLook = { icon: Shapes, color: '--t-log' }

export function findLook(type: string): EventLook {
  return isEventType(type) ? LOOKS[type] : (ROUNDWARE_LOOKS.get(type) ?? OTHER)
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
