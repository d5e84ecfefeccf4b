import type { CodeLocation } from '../../shared/event.ts'
import { CopyButton } from '../ui/copy-button.tsx'

/** A location as editors and terminals understand it: `/src/Feed.php:88`. */
export function locationText({ file, line }: CodeLocation): string {
  return line === undefined ? file : `${file}:${line}`
}

export function Location({ location, label }: { readonly location: CodeLocation; readonly label: string }) {
  const text = locationText(location)
  return (
    <span className="detail-location">
      <code>{text}</code>
      <CopyButton label={`Copy ${label}`} makeText={() => text} />
    </span>
  )
}
