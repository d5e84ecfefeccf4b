import { useState } from 'react'
import { resolveField } from '../../shared/query/fields.ts'
import { useForm, useIsBlamed } from './form-inputs.tsx'
import { isObject, readAt, type ValuePath } from './read-at.ts'

/** How wide the groups of a time or a number are; without a width, each value is a group of its own. */
export function BucketInput({ path }: { readonly path: ValuePath }) {
  const { draft, write } = useForm()
  const isBlamed = useIsBlamed([...path, 'bucket'])
  const [typed, setTyped] = useState<string | null>(null)
  const key = readAt(draft, path)
  const name = isObject(key) ? key.field : key
  const kind = typeof name === 'string' ? resolveField(name)?.kind : undefined
  const takesBucket = kind === 'time' || kind === 'number' || kind === 'id' || kind === 'json'
  if (!takesBucket && !isObject(key)) return null
  const bucket = isObject(key) ? String(key.bucket ?? '') : ''
  return (
    <label className="form-field form-number">
      <span>Bucket</span>
      <input
        type="text"
        placeholder={kind === 'time' ? 'like 1m' : 'like 50'}
        autoComplete="off"
        aria-invalid={isBlamed}
        value={typed ?? bucket}
        onBlur={() => setTyped(null)}
        onChange={({ target }) => {
          setTyped(target.value)
          const text = target.value.trim()
          write(path, text === '' ? name : { field: name, bucket: readBucket(text, kind === 'time') })
        }}
      />
    </label>
  )
}

function readBucket(text: string, isTime: boolean): unknown {
  return isTime || Number.isNaN(Number(text)) ? text : Number(text)
}
