import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { messageOf } from './failures.ts'
import './part-boundary.css'

interface PartBoundaryProps {
  /** What is shown; with another value it is tried again. */
  readonly what: unknown
  readonly children: ReactNode
  /** Where a failure is shown; in the place of the part without it. */
  frameFailure?(failure: ReactNode): ReactNode
}

interface PartBoundaryState {
  readonly what: unknown
  readonly failure: { readonly error: unknown } | null
}

/**
 * Keeps a part that cannot be shown from taking the whole viewer with it: one that is fetched when it is first needed is not
 * to be had if Tattler has ended, or was updated since the page was loaded.
 */
export class PartBoundary extends Component<PartBoundaryProps, PartBoundaryState> {
  static getDerivedStateFromError(error: unknown): Partial<PartBoundaryState> {
    return { failure: { error } }
  }

  static getDerivedStateFromProps({ what }: PartBoundaryProps, state: PartBoundaryState): PartBoundaryState | null {
    return what === state.what ? null : { what, failure: null }
  }

  override state: PartBoundaryState = { what: this.props.what, failure: null }

  override render(): ReactNode {
    const { children, frameFailure = (failure) => failure } = this.props
    const { failure } = this.state
    return failure ? frameFailure(<PartFailure error={failure.error} />) : children
  }
}

function PartFailure({ error }: { readonly error: unknown }) {
  return (
    <div className="part-failure" role="alert">
      <b>This part of the viewer could not be shown.</b>
      <p>
        Tattler may have ended, or been updated since this page was loaded. Reloading the page brings it back; the log
        stays as it is.
      </p>
      <code>{messageOf(error)}</code>
      <button type="button" className="button button-primary" onClick={() => location.reload()}>
        <RotateCw size={14} aria-hidden /> Reload
      </button>
    </div>
  )
}
