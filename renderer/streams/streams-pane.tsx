import { assertNever } from '../../shared/assert.ts'
import type { Screen } from '../state/screen.ts'
import { StreamComparison } from './comparison.tsx'
import { StreamList } from './stream-list.tsx'
import { StreamScreen } from './stream-screen.tsx'
import './streams.css'

export interface StreamsPaneProps {
  readonly screen: Exclude<Screen, { readonly kind: 'events' | 'compose' | 'query' }>
  onPageSize(rows: number): void
}

/** What stands in the place of the events while requests are looked at as a whole. */
export function StreamsPane({ screen, onPageSize }: StreamsPaneProps) {
  switch (screen.kind) {
    case 'requests':
      return <StreamList onPageSize={onPageSize} />
    case 'waterfall':
      return <StreamScreen stream={screen.stream} onPageSize={onPageSize} />
    case 'comparison':
      return <StreamComparison left={screen.left} right={screen.right} />
    default:
      return assertNever(screen, 'screen')
  }
}
