import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { fillDraft, Variables } from '../../shared/variables.ts'
import { useViewer } from '../state/viewer-context.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { findVariables, useComposer } from './composer-state.ts'
import { writeCurl } from './curl/write-curl.ts'
import { EnvironmentPicker } from './environment-picker.tsx'
import { HistoryList } from './history-list.tsx'
import { ImportCurl } from './import-curl.tsx'
import { keepDraft } from './keep-draft.ts'
import { RequestLine } from './request-line.tsx'
import { RequestTabs } from './request-tabs.tsx'
import { ResponseEvents } from './response-events.tsx'
import { ResponsePane } from './response-pane.tsx'
import { loadComposer } from './send.ts'
import './composer-pane.css'

/** Writes a request, sends it, and shows what came back beside what the app did. */
export function ComposerPane() {
  const { backend } = useViewer()
  const isNarrow = useMediaQuery('(width < 1000px)')
  const [isHistoryOpen, setHistoryOpen] = useState(!isNarrow)
  const [height, setHeight] = useState(400)
  useEffect(() => void loadComposer(backend), [backend])
  useEffect(() => keepDraft(backend), [backend])

  return (
    <section className="composer" aria-label="Compose a request">
      {isHistoryOpen && <HistoryList />}
      <div className="composer-main">
        <div className="composer-bar">
          <button
            type="button"
            className="button button-small"
            aria-pressed={isHistoryOpen}
            aria-label="History"
            title="What was sent"
            onClick={() => setHistoryOpen(!isHistoryOpen)}
          >
            <History size={13} aria-hidden />
            <span className="button-text">History</span>
          </button>
          <ImportCurl />
          <CopyButton label="Copy as cURL" caption="Copy as cURL" makeText={copyCurl} />
          <span className="spring" />
          <EnvironmentPicker />
        </div>
        <RequestLine />
        <Splitter side="bottom" size={height} minimum={120} rest={180} label="the response" onResize={setHeight}>
          <RequestTabs />
          <div className="answer">
            <ResponsePane />
            <ResponseEvents />
          </div>
        </Splitter>
      </div>
    </section>
  )
}

/** With the values of variables, so that the command runs as it stands. */
function copyCurl(): string {
  const composer = useComposer.getState()
  return writeCurl(fillDraft(composer.draft, new Variables(findVariables(composer))))
}
