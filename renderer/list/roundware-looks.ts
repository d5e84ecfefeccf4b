import {
  Activity,
  Bug,
  Headphones,
  HeartPulse,
  type LucideIcon,
  MapPin,
  Mic,
  Pause,
  Play,
  Share2,
  SkipForward,
  SlidersHorizontal,
  ThumbsUp,
  Upload,
} from 'lucide-react'
import type { EventLook } from './event-looks.ts'

/** The event types that Roundware's documents and programs name; its clients may use any other. */
const GROUPS: readonly (readonly [icon: LucideIcon, color: string, ...types: readonly string[]])[] = [
  [Activity, '--t-access', 'start_session', 'cleanup_session'],
  [HeartPulse, '--t-log', 'heartbeat'],
  [MapPin, '--t-query', 'location_update', 'move_listener'],
  [Play, '--t-template', 'start_stream', 'play_stream', 'play_asset_in_stream'],
  [Pause, '--t-template', 'stop_stream', 'pause_stream'],
  [SlidersHorizontal, '--t-middleware', 'modify_stream', 'filter_stream', 'change_listen_mode'],
  [SkipForward, '--t-middleware', 'skip_ahead'],
  [Headphones, '--t-event', 'start_listen', 'listen'],
  [Mic, '--t-email', 'start_record', 'stop_record', 'end_record'],
  [Upload, '--t-email', 'create_envelope', 'start_upload', 'stop_upload', 'upload_asset', 'upload_recording'],
  [ThumbsUp, '--t-event', 'vote_asset'],
  [Share2, '--t-request', 'share_map'],
  [Bug, '--i5', 'client_error'],
]

export const ROUNDWARE_LOOKS: ReadonlyMap<string, EventLook> = new Map(
  GROUPS.flatMap(([icon, color, ...types]) => types.map((type) => [type, { icon, color }] as const)),
)
