interface FilterValueProps {
  /** Of the search text. */
  readonly term: string
  readonly text: string
  onFilter(term: string): void
}

/** A value that can be clicked to see only events with it. */
export function FilterValue({ term, text, onFilter }: FilterValueProps) {
  return (
    <button type="button" className="detail-filter" title={`Filter by ${term}`} onClick={() => onFilter(term)}>
      {text}
    </button>
  )
}
