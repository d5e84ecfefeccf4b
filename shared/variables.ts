import type { DraftBody, DraftField, EnvironmentVariable, RequestDraft } from './composer.ts'

/** A place of a text where the value of a variable goes: `{{name}}`, spaces around the name allowed. */
export interface Placeholder {
  readonly name: string
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

const PLACEHOLDER = /\{\{\s*([\w.-]{1,100})\s*\}\}/g

export function findPlaceholders(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => ({
    name: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/** Puts values in the place of names; a name that nobody knows stays and is gathered in `unknown`. */
export class Variables {
  private readonly values: ReadonlyMap<string, string>
  readonly unknown = new Set<string>()

  constructor(variables: readonly EnvironmentVariable[]) {
    this.values = new Map(variables.map(({ name, value }) => [name, value]))
  }

  /** `write` makes of a value what it must be at its place, an index of the text. */
  fill(text: string, write: (value: string, at: number) => string = (value) => value): string {
    return text.replace(PLACEHOLDER, (whole, name: string, at: number) => {
      const value = this.values.get(name)
      if (value !== undefined) return write(value, at)
      this.unknown.add(name)
      return whole
    })
  }

  /** Behind the `?` of an address values are encoded, so that one with a `&` stays one value. */
  fillUrl(url: string): string {
    const query = url.indexOf('?')
    return this.fill(url, (value, at) => (query >= 0 && at > query ? encodeURIComponent(value) : value))
  }

  /** Inside a string of JSON values are escaped; outside of one they are JSON themselves. */
  fillJson(json: string): string {
    let read = 0
    let isInString = false
    return this.fill(json, (value, at) => {
      for (; read < at; read++) {
        if (json[read] === '\\' && isInString) read++
        else if (json[read] === '"') isInString = !isInString
      }
      return isInString ? JSON.stringify(value).slice(1, -1) : value
    })
  }
}

/** The text with its placeholders as numbers of the same length, so that it can be read as JSON. */
export function maskPlaceholders(json: string): string {
  return json.replace(PLACEHOLDER, (whole) => '0'.padEnd(whole.length))
}

/** The request with values in the place of its variables; what is off stays as it is. */
export function fillDraft(draft: RequestDraft, variables: Variables): RequestDraft {
  return {
    ...draft,
    method: variables.fill(draft.method),
    url: variables.fillUrl(draft.url),
    headers: fillFields(draft.headers, variables),
    body: fillBody(draft.body, variables),
  }
}

function fillFields<T extends DraftField>(fields: readonly T[], variables: Variables): readonly T[] {
  return fields.map((field) =>
    field.isOn ? { ...field, key: variables.fill(field.key), value: variables.fill(field.value) } : field,
  )
}

function fillBody(body: DraftBody, variables: Variables): DraftBody {
  switch (body.kind) {
    case 'none':
      return body
    case 'json':
      return { ...body, text: variables.fillJson(body.text) }
    case 'text':
      return { ...body, text: variables.fill(body.text), contentType: variables.fill(body.contentType) }
    case 'file':
      return { ...body, contentType: variables.fill(body.contentType) }
    case 'form':
      return { ...body, fields: fillFields(body.fields, variables) }
  }
}
