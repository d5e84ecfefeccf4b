import { ChevronDown, ChevronUp } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import type { CodeProblem, Excerpt } from '../../shared/code.ts'
import type { CodeLocation } from '../../shared/event.ts'
import { messageOf } from '../ui/failures.ts'
import { useDetail } from './detail-context.ts'
import '../code/code.css'

/** Loaded with the first code that is shown. */
const ExcerptView = lazy(async () => ({ default: (await import('../code/excerpt-view.tsx')).ExcerptView }))

/** Lines to either side at first, and with each step. */
const AROUND = 3
const STEP = 20

interface Shown {
  readonly answer: Excerpt | CodeProblem
  /** Where the marked line stood in the window when the answer came, px; null where there was none. */
  readonly markTop: number | null
}

interface LocationCodeProps {
  readonly instance: string
  readonly location: CodeLocation & { readonly line: number }
  /** Path that is shown. */
  readonly path: string
  /** The user wants to name another folder. */
  onRoot(): void
}

/** The lines around a location, more of them on request, or why there are none. */
export function LocationCode({ instance, location, path, onRoot }: LocationCodeProps) {
  const { backend } = useDetail()
  const { file, line, positionStart, positionEnd } = location
  const [around, setAround] = useState({ before: AROUND, after: AROUND })
  const [shown, setShown] = useState<Shown | null>(null)
  const block = useRef<HTMLDivElement>(null)
  // An event that is shown anew brings a new location with the same values, which is no reason to show it anew.
  const place = useMemo(
    () => ({
      file,
      line,
      ...(positionStart !== undefined && { positionStart }),
      ...(positionEnd !== undefined && { positionEnd }),
    }),
    [file, line, positionStart, positionEnd],
  )

  useEffect(() => {
    let isCurrent = true
    const show = (answer: Excerpt | CodeProblem) => {
      if (isCurrent) setShown({ answer, markTop: findMarkTop(block.current) })
    }
    backend
      .request('code/excerpt', { instance, file, line, ...around })
      .then(show, (error: unknown) => show({ problem: 'unreadable', message: messageOf(error) }))
    return () => {
      isCurrent = false
    }
  }, [backend, instance, file, line, around])

  if (shown === null) return <div className="code-block location-code" aria-busy />
  const { answer, markTop } = shown
  if ('problem' in answer) return <Problem problem={answer} onRoot={onRoot} />
  const below = answer.total - (answer.first + answer.lines.length - 1)
  const above = answer.first - 1
  return (
    <div ref={block} className="code-block location-code">
      {above > 0 && (
        <button
          type="button"
          className="code-fold location-more"
          onClick={() => setAround({ ...around, before: around.before + STEP })}
        >
          <ChevronUp size={14} aria-hidden />
          {moreText(above, 'above')}
        </button>
      )}
      <Suspense fallback={<pre className="code-plain">{answer.lines.join('\n')}</pre>}>
        <ExcerptView excerpt={answer} location={place} path={path} markTop={markTop} />
      </Suspense>
      {below > 0 && (
        <button
          type="button"
          className="code-fold location-more"
          onClick={() => setAround({ ...around, after: around.after + STEP })}
        >
          <ChevronDown size={14} aria-hidden />
          {moreText(below, 'below')}
        </button>
      )}
    </div>
  )
}

function findMarkTop(block: HTMLElement | null): number | null {
  return block?.querySelector('.cm-marked-number')?.getBoundingClientRect().top ?? null
}

function Problem({ problem, onRoot }: { readonly problem: CodeProblem; onRoot(): void }) {
  const isAboutRoot = ['no-root', 'root-gone', 'not-found'].includes(problem.problem)
  return (
    <p className="location-problem" role="status">
      {problem.message}{' '}
      {isAboutRoot && (
        <button type="button" className="detail-link" onClick={onRoot}>
          Project folder…
        </button>
      )}
    </p>
  )
}

function moreText(rest: number, where: 'above' | 'below'): string {
  const count = Math.min(rest, STEP)
  return `${count} more ${count === 1 ? 'line' : 'lines'} ${where}`
}
