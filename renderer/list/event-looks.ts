import { __iconData as activity } from 'lucide-react/icons/activity'
import { __iconData as arrowDownToLine } from 'lucide-react/icons/arrow-down-to-line'
import { __iconData as arrowUpFromLine } from 'lucide-react/icons/arrow-up-from-line'
import { __iconData as braces } from 'lucide-react/icons/braces'
import { __iconData as bug } from 'lucide-react/icons/bug'
import { __iconData as chartLine } from 'lucide-react/icons/chart-line'
import { __iconData as circle } from 'lucide-react/icons/circle'
import { __iconData as circleExclamationPoint } from 'lucide-react/icons/circle-exclamation-point'
import { __iconData as circleX } from 'lucide-react/icons/circle-x'
import { __iconData as database } from 'lucide-react/icons/database'
import { __iconData as fileExclamationPoint } from 'lucide-react/icons/file-exclamation-point'
import { __iconData as flame } from 'lucide-react/icons/flame'
import { __iconData as info } from 'lucide-react/icons/info'
import { __iconData as layers } from 'lucide-react/icons/layers'
import { __iconData as layoutTemplate } from 'lucide-react/icons/layout-template'
import { __iconData as mail } from 'lucide-react/icons/mail'
import { __iconData as octagonExclamationPoint } from 'lucide-react/icons/octagon-exclamation-point'
import { __iconData as scrollText } from 'lucide-react/icons/scroll-text'
import { __iconData as shapes } from 'lucide-react/icons/shapes'
import { __iconData as shield } from 'lucide-react/icons/shield'
import { __iconData as siren } from 'lucide-react/icons/siren'
import { __iconData as triangleExclamationPoint } from 'lucide-react/icons/triangle-exclamation-point'
import { __iconData as zap } from 'lucide-react/icons/zap'
import { type EventType, isEventType } from '../../shared/events/names.ts'
import type { Importance } from '../../shared/importance.ts'
import { toPath } from '../ui/icon-path.ts'
import { ROUNDWARE_LOOKS } from './roundware-looks.ts'

/** How an event type looks wherever it is named. `color` is the name of a CSS variable. */
export interface EventLook {
  /** Data of an SVG path, for `PathIcon`. */
  readonly icon: string
  readonly color: string
}

const LOOKS: { readonly [K in EventType]: EventLook } = {
  log: { icon: toPath(scrollText), color: '--t-log' },
  query: { icon: toPath(database), color: '--t-query' },
  request: { icon: toPath(arrowDownToLine), color: '--t-request' },
  response: { icon: toPath(arrowUpFromLine), color: '--t-request' },
  middleware: { icon: toPath(layers), color: '--t-middleware' },
  template: { icon: toPath(layoutTemplate), color: '--t-template' },
  email: { icon: toPath(mail), color: '--t-email' },
  event: { icon: toPath(zap), color: '--t-event' },
  access_check: { icon: toPath(shield), color: '--t-access' },
  exception: { icon: toPath(bug), color: '--i5' },
  session: { icon: toPath(activity), color: '--t-access' },
  state: { icon: toPath(braces), color: '--t-template' },
  metric: { icon: toPath(chartLine), color: '--t-email' },
  invalid: { icon: toPath(fileExclamationPoint), color: '--bad' },
}

const OTHER: EventLook = { icon: toPath(shapes), color: '--t-log' }

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
  readonly icon: string
}

export const LEVEL_LOOKS: Readonly<Record<Importance, LevelLook>> = {
  1: { short: 'DBG', icon: toPath(circle) },
  2: { short: 'INF', icon: toPath(info) },
  3: { short: 'NTC', icon: toPath(circleExclamationPoint) },
  4: { short: 'WRN', icon: toPath(triangleExclamationPoint) },
  5: { short: 'ERR', icon: toPath(circleX) },
  6: { short: 'CRT', icon: toPath(octagonExclamationPoint) },
  7: { short: 'ALR', icon: toPath(siren) },
  8: { short: 'EMG', icon: toPath(flame) },
}
