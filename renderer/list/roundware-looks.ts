import type { LucideIconData } from 'lucide-react'
import { __iconData as activity } from 'lucide-react/icons/activity'
import { __iconData as bug } from 'lucide-react/icons/bug'
import { __iconData as headphones } from 'lucide-react/icons/headphones'
import { __iconData as heartPulse } from 'lucide-react/icons/heart-pulse'
import { __iconData as mapPin } from 'lucide-react/icons/map-pin'
import { __iconData as mic } from 'lucide-react/icons/mic'
import { __iconData as pause } from 'lucide-react/icons/pause'
import { __iconData as play } from 'lucide-react/icons/play'
import { __iconData as share2 } from 'lucide-react/icons/share-2'
import { __iconData as skipForward } from 'lucide-react/icons/skip-forward'
import { __iconData as slidersHorizontal } from 'lucide-react/icons/sliders-horizontal'
import { __iconData as thumbsUp } from 'lucide-react/icons/thumbs-up'
import { __iconData as upload } from 'lucide-react/icons/upload'
import { toPath } from '../ui/icon-path.ts'
import type { EventLook } from './event-looks.ts'

/** The event types that Roundware's documents and programs name; its clients may use any other. */
const GROUPS: readonly (readonly [icon: LucideIconData, color: string, ...types: readonly string[]])[] = [
  [activity, '--t-access', 'start_session', 'cleanup_session'],
  [heartPulse, '--t-log', 'heartbeat'],
  [mapPin, '--t-query', 'location_update', 'move_listener'],
  [play, '--t-template', 'start_stream', 'play_stream', 'play_asset_in_stream'],
  [pause, '--t-template', 'stop_stream', 'pause_stream'],
  [slidersHorizontal, '--t-middleware', 'modify_stream', 'filter_stream', 'change_listen_mode'],
  [skipForward, '--t-middleware', 'skip_ahead'],
  [headphones, '--t-event', 'start_listen', 'listen'],
  [mic, '--t-email', 'start_record', 'stop_record', 'end_record'],
  [upload, '--t-email', 'create_envelope', 'start_upload', 'stop_upload', 'upload_asset', 'upload_recording'],
  [thumbsUp, '--t-event', 'vote_asset'],
  [share2, '--t-request', 'share_map'],
  [bug, '--i5', 'client_error'],
]

export const ROUNDWARE_LOOKS: ReadonlyMap<string, EventLook> = new Map(
  GROUPS.flatMap(([icon, color, ...types]) => types.map((type) => [type, { icon: toPath(icon), color }] as const)),
)
