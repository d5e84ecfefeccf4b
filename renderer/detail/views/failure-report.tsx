import { Bug, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { AnsiText } from '../../ui/ansi-text.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import {
  type Failure,
  groupFrames,
  isInFile,
  type NumberedFrame,
  packageOf,
  placeText,
  type StackFrame,
  stackText,
} from '../../ui/stack.ts'
import { Location } from '../location.tsx'
import './failure-report.css'

/** Frames of the app that are shown before one asks for more. */
const FIRST_FRAMES = 30

interface FailureReportProps {
  readonly failure: Failure
  /** The app that reported it. */
  readonly instance: string
}

/** An exception: what it is, the code it came through, and what led to it. Frames of libraries are folded. */
export function FailureReport({ failure, instance }: FailureReportProps) {
  const { frames, cause } = failure
  return (
    <div className="failure">
      <div className="failure-head">
        <Bug size={16} aria-hidden />
        <Headline failure={failure} />
        {frames.length > 0 && (
          <CopyButton label="Copy stack" caption="Copy stack" makeText={() => stackText(failure)} />
        )}
      </div>
      <Stack frames={frames} instance={instance} />
      {chainOf(cause).map(({ inner, depth }) => (
        <section key={depth} className="failure-cause" aria-label="Caused by">
          <h3>Caused by</h3>
          <Headline failure={inner} />
          <Stack frames={inner.frames} instance={instance} />
        </section>
      ))}
    </div>
  )
}

function chainOf(cause: Failure | null): { readonly inner: Failure; readonly depth: number }[] {
  const chain = []
  for (let inner = cause; inner; inner = inner.cause) chain.push({ inner, depth: chain.length })
  return chain
}

function Headline({ failure: { type, message, code } }: { readonly failure: Failure }) {
  return (
    <div className="failure-headline">
      <div>
        <strong>{type ?? 'Exception'}</strong>
        {code !== null && <code>{code}</code>}
      </div>
      {message !== null && (
        <p>
          <AnsiText text={message} />
        </p>
      )}
    </div>
  )
}

function Stack({ frames, instance }: { readonly frames: readonly StackFrame[]; readonly instance: string }) {
  const [isWhole, setWhole] = useState(false)
  if (frames.length === 0) return null
  const groups = groupFrames(frames)
  const shown = isWhole ? groups : groups.slice(0, FIRST_FRAMES)
  const left = frames.length - shown.reduce((count, group) => count + group.frames.length, 0)
  return (
    <>
      <ol className="stack" aria-label="Stack">
        {shown.map((group) => {
          const [first] = group.frames
          if (!first) return null
          return group.isForeign ? (
            <ForeignFrames key={first.index} frames={group.frames} instance={instance} />
          ) : (
            <Frame key={first.index} frame={first} instance={instance} />
          )
        })}
      </ol>
      {left > 0 && (
        <button type="button" className="detail-link" onClick={() => setWhole(true)}>
          {`${left.toLocaleString('en')} more frames`}
        </button>
      )}
    </>
  )
}

interface ForeignFramesProps {
  readonly frames: readonly NumberedFrame[]
  readonly instance: string
}

function ForeignFrames({ frames, instance }: ForeignFramesProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <li className="stack-fold">
        <button type="button" className="detail-twisty" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <ChevronRight size={14} aria-hidden />
          {`${frames.length} ${frames.length === 1 ? 'frame' : 'frames'} of ${ownersOf(frames)}`}
        </button>
      </li>
      {isOpen && frames.map((frame) => <Frame key={frame.index} frame={frame} instance={instance} isForeign />)}
    </>
  )
}

/** Packages that fit into a line. */
const FEW_PACKAGES = 3

function ownersOf(frames: readonly NumberedFrame[]): string {
  const names = [...new Set(frames.map(packageOf).filter((name) => name !== null))]
  if (names.length === 0) return 'the platform'
  return names.slice(0, FEW_PACKAGES).join(', ') + (names.length > FEW_PACKAGES ? ', …' : '')
}

interface FrameProps {
  readonly frame: NumberedFrame
  readonly instance: string
  readonly isForeign?: boolean
}

function Frame({ frame, instance, isForeign = false }: FrameProps) {
  const { function: name, file, line, column, code, index } = frame
  return (
    <li className="stack-frame" data-foreign={isForeign}>
      {(name !== null || index === 0) && <span className="stack-function">{name ?? 'thrown here'}</span>}
      {file !== null && !isInFile(file) && <code className="stack-place">{placeText(frame)}</code>}
      {file !== null && isInFile(file) && (
        <Location
          instance={instance}
          location={{
            file,
            ...(line !== null && { line }),
            ...(line !== null && column !== null && { positionStart: column }),
          }}
          label={`frame ${index + 1}`}
        />
      )}
      {code !== null && <code className="stack-code">{code}</code>}
    </li>
  )
}
