import { watchAlerts } from './alerts.ts'
import { connectBackend, locateCollector } from './backend.ts'
import { watchForgotten } from './commands/forget-event.ts'
import { watchLooks } from './looks.ts'
import { goToEvent } from './state/actions.ts'
import { startHighlights } from './state/highlights.ts'
import { startLiveLog } from './state/live-log.ts'
import { keepPlace, returnToPlace } from './state/place.ts'
import { startQueryMarks } from './state/query-marks.ts'
import type { Viewer } from './state/viewer-context.ts'
import { showToast } from './ui/toasts.tsx'

watchLooks()
const returned = returnToPlace()
if (returned?.hasCrashed) showToast('The window crashed and was loaded again. You are where you were.')
const backend = connectBackend({ locate: locateCollector })

/** All there is of the viewer but what draws it, in step with the collector. */
export const viewer: Viewer = { backend, liveLog: startLiveLog(backend, returned?.place) }
keepPlace(viewer.liveLog, returned?.place ?? null)

startQueryMarks(backend)
startHighlights(backend)
watchForgotten(backend)
watchAlerts(backend, (event) => void goToEvent(viewer, event))
