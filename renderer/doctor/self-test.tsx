import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import type { SelfTestStep } from '../../shared/self-test.ts'
import { sendTestEvent } from '../state/actions.ts'
import { useViewer } from '../state/viewer-context.ts'
import { showFailure } from '../ui/failures.ts'

/** Tries the way that events take, and tells of each part how it went. */
export function SelfTest() {
  const { backend } = useViewer()
  const [isRunning, setIsRunning] = useState(false)
  const [steps, setSteps] = useState<readonly SelfTestStep[] | null>(null)
  const run = async () => {
    setIsRunning(true)
    try {
      setSteps(await backend.request('collector/self-test', undefined))
    } catch (error) {
      showFailure(error)
    } finally {
      setIsRunning(false)
    }
  }
  return (
    <section aria-labelledby="doctor-test">
      <h3 id="doctor-test">Self-test</h3>
      <p className="doctor-buttons">
        <button type="button" className="button" disabled={isRunning} onClick={() => void run()}>
          {isRunning ? 'Testing…' : 'Test the whole path'}
        </button>
        <button type="button" className="button" onClick={() => void sendTestEvent(backend)}>
          Send a test event
        </button>
      </p>
      <div role="status">
        {steps && (
          <ul className="doctor-steps" aria-label="Steps of the self-test">
            {steps.map(({ name, isFine, detail }) => (
              <li key={name} data-fine={isFine}>
                {isFine ? <CircleCheck size={14} aria-label="fine" /> : <CircleX size={14} aria-label="failed" />}
                <span>
                  {name} <span className="dim mono">{detail}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
