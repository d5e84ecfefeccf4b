import { formatDuration } from '../../shared/format.ts'
import { isChangedTime } from './compare.ts'

/** How much more or less time one side took, ms; quiet where it is no more than noise. */
export function Difference({ before, after }: { before: number; after: number }) {
  const difference = after - before
  if (!isChangedTime(before, after)) return <span className="difference dim">{difference === 0 ? '' : '≈'}</span>
  const sign = difference > 0 ? '+' : '−'
  return (
    <span className="difference" data-change={difference > 0 ? 'more' : 'less'}>
      {sign}
      {formatDuration(Math.abs(difference))}
    </span>
  )
}
