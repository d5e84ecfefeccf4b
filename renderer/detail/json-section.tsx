import { hideSecrets } from '../../shared/hide-secrets.ts'
import { formatTerm } from '../../shared/query/search.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { isContainer, sizeOf } from '../ui/json-nodes.ts'
import { writeJson } from '../ui/json-text.ts'
import { JsonTree } from '../ui/json-tree.tsx'
import type { JsonValue } from '../ui/json-value.ts'
import { writeInSlices } from '../ui/json-writer.ts'
import { LongText } from './long-text.tsx'

interface JsonSectionProps {
  readonly title: string
  /** What a path into the value begins with, in search terms and copies. */
  readonly name: 'payload' | 'metadata'
  readonly value: JsonValue
  onFilter(term: string): void
}

/** Any JSON under a heading; nothing at all where there is nothing in it. */
export function JsonSection({ title, name, value, onFilter }: JsonSectionProps) {
  if (value === null || value === '' || (isContainer(value) && sizeOf(value) === 0)) return null
  return (
    <section className="detail-section">
      {isContainer(value) ? (
        <JsonTree
          value={value}
          name={name}
          heading={
            <h3 className="detail-heading">
              {title}
              <CopyButton
                label={`Copy ${name} as JSON`}
                makeText={() => writeInSlices(hideSecrets(value), { isIndented: true })}
              />
            </h3>
          }
          onFilter={(path, scalar) => onFilter(formatTerm([name, ...path].join('.'), scalar))}
        />
      ) : (
        <>
          <h3 className="detail-heading">{title}</h3>
          <LongText text={typeof value === 'string' ? value : writeJson(value)} label={name} />
        </>
      )}
    </section>
  )
}
