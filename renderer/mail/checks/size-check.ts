import { formatBytes } from '../../../shared/format.ts'
import type { Check } from './finding.ts'

/** Gmail cuts the HTML of a message here, and offers the rest behind a link. */
export const CLIP_BYTES = 102 * 1024
const NEAR = 0.8

export const checkSize: Check = ({ html }) => {
  const bytes = new TextEncoder().encode(html).length
  if (bytes < CLIP_BYTES * NEAR) return []
  const isClipped = bytes > CLIP_BYTES
  const size = formatBytes(bytes)
  return [
    {
      id: 'size',
      severity: isClipped ? 'problem' : 'note',
      title: isClipped
        ? `The HTML has ${size}: Gmail cuts it at 102 KB`
        : `The HTML has ${size}, near the limit of Gmail`,
      why: 'Gmail shows the first 102 KB (104,448 bytes) of a message and hides the rest behind "View entire message": the end, its unsubscribe link and its tracking pixel are gone.',
      fix: 'Leave out comments, unused styles and repeated inline styles, and link to what is long.',
      places: [],
    },
  ]
}
