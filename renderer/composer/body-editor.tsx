import { Paperclip, WandSparkles } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import type { BodyKind, DraftBody, FormField } from '../../shared/composer.ts'
import type { Language } from '../code/languages.ts'
import { useViewer } from '../state/viewer-context.ts'
import { prettyJson } from '../ui/json-text.ts'
import { Segmented } from '../ui/segmented.tsx'
import { findBodyProblem } from './body-marks.ts'
import { changeDraft, chooseBody, findVariables, useComposer } from './composer-state.ts'
import { FieldTable } from './field-table.tsx'
import { FileField } from './file-field.tsx'
import { sendDraft } from './send.ts'
import { VariableInput } from './variable-input.tsx'
import './framed.css'
import './body-editor.css'

/** Loaded when the first body is written. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))

const KINDS: readonly { readonly value: BodyKind; readonly label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'json', label: 'JSON' },
  { value: 'form', label: 'Form' },
  { value: 'text', label: 'Text' },
  { value: 'file', label: 'File' },
]

type BodyOf<K extends BodyKind> = Extract<DraftBody, { readonly kind: K }>

/** The body of a request: its kind, and the editor for that. */
export function BodyEditor() {
  const body = useComposer(({ draft }) => draft.body)
  return (
    <div className="body-editor">
      <div className="body-bar">
        <Segmented label="Kind of body" value={body.kind} options={KINDS} onChange={chooseBody} />
        <BodySettings body={body} />
      </div>
      <BodyContent body={body} />
    </div>
  )
}

function BodySettings({ body }: { readonly body: DraftBody }) {
  if (body.kind === 'json') return <FormatButton text={body.text} />
  if (body.kind === 'form') {
    return (
      <Segmented
        label="Encoding of the form"
        value={body.encoding}
        options={[
          { value: 'urlencoded', label: 'URL-encoded' },
          { value: 'multipart', label: 'Multipart' },
        ]}
        onChange={(encoding) => changeDraft({ body: { ...body, encoding } })}
      />
    )
  }
  if (body.kind !== 'text' && body.kind !== 'file') return null
  const placeholder = body.kind === 'file' ? body.file?.type || 'application/octet-stream' : 'none'
  return (
    <span className="body-type">
      Content-Type
      <VariableInput
        label="Content type of the body"
        className="framed"
        placeholder={placeholder}
        value={body.contentType}
        onText={(contentType) => changeDraft({ body: { ...body, contentType } })}
      />
    </span>
  )
}

function FormatButton({ text }: { readonly text: string }) {
  const formatted = useMemo(() => prettyJson(text), [text])
  return (
    <button
      type="button"
      className="button button-small"
      disabled={formatted === null || formatted === text}
      onClick={() => formatted !== null && changeDraft({ body: { kind: 'json', text: formatted } })}
    >
      <WandSparkles size={13} aria-hidden />
      Format
    </button>
  )
}

function BodyContent({ body }: { readonly body: DraftBody }) {
  switch (body.kind) {
    case 'none':
      return <p className="composer-note">The request has no body.</p>
    case 'json':
    case 'text':
      return <TextBody body={body} />
    case 'form':
      return <FormBody body={body} />
    case 'file':
      return (
        <div className="body-file">
          <FileField
            file={body.file}
            label="Choose the file of the body"
            onFile={(file) => changeDraft({ body: { ...body, file } })}
          />
        </div>
      )
  }
}

function TextBody({ body }: { readonly body: BodyOf<'json'> | BodyOf<'text'> }) {
  const { backend } = useViewer()
  const variables = useComposer(findVariables)
  const isJson = body.kind === 'json'
  const problem = useMemo(
    () => (isJson && body.text.trim() !== '' ? findBodyProblem(body.text) : null),
    [isJson, body.text],
  )
  return (
    <>
      <div className="body-code" data-invalid={problem !== null || undefined}>
        <Suspense fallback={<pre className="code-plain">{body.text.slice(0, 20_000)}</pre>}>
          <CodeEditor
            text={body.text}
            language={isJson ? 'json' : languageOf(body.contentType)}
            label={isJson ? 'JSON of the body' : 'Text of the body'}
            variables={variables}
            error={problem?.range ?? null}
            onText={(text) => changeDraft({ body: { ...body, text } })}
            onSubmit={() => void sendDraft(backend)}
          />
        </Suspense>
      </div>
      {problem && (
        <p className="body-problem" role="status">
          {problem.message}
        </p>
      )}
    </>
  )
}

function languageOf(contentType: string): Language | null {
  if (/xml/i.test(contentType)) return 'xml'
  if (/html/i.test(contentType)) return 'html'
  return /json/i.test(contentType) ? 'json' : null
}

const EMPTY_FIELD: FormField = { key: '', value: '', isOn: true, file: null }

function FormBody({ body }: { readonly body: BodyOf<'form'> }) {
  const isMultipart = body.encoding === 'multipart'
  return (
    <FieldTable
      name="Field"
      rows={body.fields}
      empty={EMPTY_FIELD}
      renderValue={(row, change) =>
        isMultipart && row.file ? (
          <FileField
            file={row.file}
            label={`Choose the file of ${row.key || 'this field'}`}
            onFile={(file) => change({ ...row, file })}
            onRemove={() => change({ ...row, file: null })}
          />
        ) : null
      }
      renderTool={(row, change) =>
        isMultipart && row.file === null ? (
          <button
            type="button"
            className="icon-button"
            aria-label={`Send a file as ${row.key || 'this field'}`}
            title="A file instead"
            onClick={() => change({ ...row, file: { upload: null, name: 'file', bytes: 0, type: '' } })}
          >
            <Paperclip size={13} aria-hidden />
          </button>
        ) : null
      }
      onChange={(fields) => changeDraft({ body: { ...body, fields } })}
    />
  )
}
