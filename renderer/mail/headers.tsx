import { useState } from 'react'
import type { EmailPayload } from '../../shared/events/email.ts'
import { CopyButton } from '../ui/copy-button.tsx'

interface HeadersProps {
  readonly headers: NonNullable<EmailPayload['headers']>
}

/** All headers in the order of the mail, repeated ones each on their own. */
export function Headers({ headers }: HeadersProps) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = headers.filter(({ key, value }) => {
    const text = `${key}: ${value}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <div className="mail-headers">
      <div className="mail-headers-bar">
        <input
          type="search"
          className="mail-search"
          placeholder="Search headers"
          aria-label="Search headers"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <span className="mail-quiet" role="status">
          {found.length === headers.length ? `${headers.length} headers` : `${found.length} of ${headers.length}`}
        </span>
        <CopyButton
          label="Copy headers"
          caption="Copy"
          makeText={() => found.map(({ key, value }) => `${key}: ${value}`).join('\n')}
        />
      </div>
      <table className="mail-table">
        <thead className="sr-only">
          <tr>
            <th scope="col">Header</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {[...found.entries()].map(([index, { key, value }]) => (
            <tr key={index}>
              <th scope="row">{key}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className="mail-quiet">No header has that in it.</p>}
    </div>
  )
}
