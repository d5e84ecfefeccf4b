import { type DraftBody, type DraftField, LONGEST_TIMEOUT } from '../../shared/composer.ts'
import { formatBytes } from '../../shared/format.ts'
import { Switch } from '../settings/controls.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { BodyEditor } from './body-editor.tsx'
import { changeDraft, changeQuery, useComposer } from './composer-state.ts'
import { FieldTable } from './field-table.tsx'
import './framed.css'
import './request-tabs.css'

const EMPTY_ROW: DraftField = { key: '', value: '', isOn: true }

const HEADER_NAMES = [
  'Accept',
  'Accept-Language',
  'Authorization',
  'Cache-Control',
  'Content-Type',
  'Cookie',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'Origin',
  'Range',
  'Referer',
  'User-Agent',
  'X-CSRF-Token',
  'X-Requested-With',
]

/** What a request is made of, beside its method and its address. */
export function RequestTabs() {
  const { query, headers, body } = useComposer(({ draft }) => draft)
  return (
    <div className="request-tabs">
      <Tabs
        label="Parts of the request"
        tabs={[
          { name: 'Query', badge: countOn(query), render: () => <QueryRows /> },
          { name: 'Headers', badge: countOn(headers), render: () => <HeaderRows /> },
          { name: 'Body', badge: describeBody(body), render: () => <BodyEditor /> },
          { name: 'Settings', render: () => <SendSettings /> },
        ]}
      />
    </div>
  )
}

function QueryRows() {
  const query = useComposer(({ draft }) => draft.query)
  return <FieldTable name="Parameter" rows={query} empty={EMPTY_ROW} onChange={changeQuery} />
}

function HeaderRows() {
  const { headers, body } = useComposer(({ draft }) => draft)
  const names = new Set(headers.filter(({ isOn }) => isOn).map(({ key }) => key.trim().toLowerCase()))
  const own = [
    ['Content-Type', contentTypeOf(body)],
    ['User-Agent', 'Tattler'],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate, br'],
  ].filter(([name = '', value = '']) => value !== '' && !names.has(name.toLowerCase()))
  return (
    <>
      <FieldTable
        name="Header"
        rows={headers}
        empty={EMPTY_ROW}
        names={HEADER_NAMES}
        onChange={(next) => changeDraft({ headers: next })}
      />
      <p className="composer-note">
        Sent as well, unless a header above says otherwise:{' '}
        {own.map(([name, value]) => (
          <code key={name}>
            {name}: {value}
          </code>
        ))}
      </p>
    </>
  )
}

function SendSettings() {
  const { timeout, followsRedirects, checksCertificate } = useComposer(({ draft }) => draft)
  return (
    <div className="send-settings">
      <div>
        <span>Follow redirects</span>
        <Switch
          label="Follow redirects"
          helpId="help-redirects"
          isOn={followsRedirects}
          onChange={(isOn) => changeDraft({ followsRedirects: isOn })}
        />
        <span id="help-redirects" className="dim">
          Each redirect is in the log as a request of its own. Sign-in headers stay with their server.
        </span>
      </div>
      <div>
        <span>Check the certificate</span>
        <Switch
          label="Check the certificate"
          helpId="help-certificate"
          isOn={checksCertificate}
          onChange={(isOn) => changeDraft({ checksCertificate: isOn })}
        />
        <span id="help-certificate" className="dim">
          Switch it off for a server of your own with a self-made certificate.
        </span>
      </div>
      <div>
        <span>Time limit</span>
        <span className="framed send-timeout">
          <input
            type="number"
            min={1}
            max={LONGEST_TIMEOUT / 1000}
            step="any"
            aria-label="Time limit in seconds"
            aria-describedby="help-timeout"
            defaultValue={timeout / 1000}
            key={timeout}
            onBlur={({ target }) => changeDraft({ timeout: readSeconds(target.value, timeout) })}
          />{' '}
          s
        </span>
        <span id="help-timeout" className="dim">
          For the whole answer, redirects included.
        </span>
      </div>
    </div>
  )
}

function readSeconds(text: string, before: number): number {
  const time = Math.round(Number(text) * 1000)
  return time >= 1 && time <= LONGEST_TIMEOUT ? time : before
}

function countOn(rows: readonly DraftField[]): number | null {
  return rows.filter(({ isOn, key }) => isOn && key !== '').length || null
}

function describeBody(body: DraftBody): string | null {
  switch (body.kind) {
    case 'none':
      return null
    case 'json':
      return 'JSON'
    case 'form':
      return 'form'
    case 'text':
      return 'text'
    case 'file':
      return body.file ? formatBytes(body.file.bytes) : 'file'
  }
}

function contentTypeOf(body: DraftBody): string {
  switch (body.kind) {
    case 'none':
      return ''
    case 'json':
      return 'application/json'
    case 'form':
      return body.encoding === 'multipart' ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
    case 'text':
      return body.contentType
    case 'file':
      return body.contentType || body.file?.type || 'application/octet-stream'
  }
}
