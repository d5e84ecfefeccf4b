import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchAlerts } from './alerts.ts'
import { App } from './app.tsx'
import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './app.css'
import './ui/ui.css'
import './toolbar/toolbar.css'
import './list/list.css'
import { connectBackend, locateCollector } from './backend.ts'
import { watchLooks } from './looks.ts'
import { goToEvent } from './state/actions.ts'
import { startHighlights } from './state/highlights.ts'
import { startLiveLog } from './state/live-log.ts'
import { startQueryMarks } from './state/query-marks.ts'
import { ViewerContext } from './state/viewer-context.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

watchLooks()
const backend = connectBackend({ locate: locateCollector })
const viewer = { backend, liveLog: startLiveLog(backend) }
startQueryMarks(backend)
startHighlights(backend)
watchAlerts(backend, (event) => void goToEvent(viewer, event))

createRoot(root).render(
  <StrictMode>
    <ViewerContext value={viewer}>
      <App />
    </ViewerContext>
  </StrictMode>,
)
