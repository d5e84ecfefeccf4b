// Read before all that draws: the collector looks for the first rows while the browser does the rest.
import { viewer } from './viewer.ts'

import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './app.css'
import './ui/ui.css'
import './toolbar/toolbar.css'
import './list/list.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { ViewerContext } from './state/viewer-context.ts'

/** A connection usually stands within a few milliseconds; drawing would hold up what is asked on it. ms. */
const PATIENCE = 50

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const connected = new Promise<void>((resolve) => {
  viewer.backend.onConnection((connection) => {
    if (connection !== 'connecting') resolve()
  })
})
const waited = new Promise<void>((resolve) => {
  setTimeout(resolve, PATIENCE)
})
void Promise.race([connected, waited]).then(() =>
  createRoot(root).render(
    <StrictMode>
      <ViewerContext value={viewer}>
        <App />
      </ViewerContext>
    </StrictMode>,
  ),
)
