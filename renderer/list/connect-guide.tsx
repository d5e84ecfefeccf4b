import { useState } from 'react'
import { CLIENT_SYSTEMS, type ClientSystem } from '../../shared/client-systems.ts'
import { useLog } from '../state/log.ts'
import { LANGUAGES, type Language, writeFirstEvent } from './first-event-code.ts'
import { Snippet } from './snippet.tsx'

const LANGUAGE_OPTIONS = LANGUAGES.map(({ id, label }) => ({ value: id, label }))
const SYSTEM_OPTIONS = CLIENT_SYSTEMS.map(({ id, name }) => ({ value: id, label: name }))

/** What stands in the lines as long as Tattler does not listen. */
const USUAL_ADDRESS = '127.0.0.1:7357'

/** Both ways to have an app report here: with a few lines of its own, or by the client of a system that it uses already. */
export function ConnectGuide() {
  const address = useLog((log) => log.status?.addresses[0])
  return (
    <>
      <p className="dim">
        {address ? (
          <>
            Tattler listens on <span className="mono">{address}</span>. Send it a document with events, from any
            language:
          </>
        ) : (
          'Tattler is not listening yet.'
        )}
      </p>
      <FirstEventSnippet address={address ?? USUAL_ADDRESS} />
      <h3 className="guide-heading">Or bring the client of a system that you use already</h3>
      <SystemSnippet address={address ?? USUAL_ADDRESS} />
    </>
  )
}

function FirstEventSnippet({ address }: { readonly address: string }) {
  const [language, setLanguage] = useState<Language>('curl')
  const { setup, code } = writeFirstEvent(language, address)
  return (
    <>
      <Snippet
        label="Language"
        value={language}
        options={LANGUAGE_OPTIONS}
        onChange={(chosen) => setLanguage(chosen)}
        setup={setup}
        code={code}
      />
      {setup && (
        <p className="dim">
          The client is one file, to keep in your project. It is off in production, and takes a request at most 5 ms.
        </p>
      )}
    </>
  )
}

function SystemSnippet({ address }: { readonly address: string }) {
  const [id, setId] = useState<ClientSystem['id']>('web-debug')
  const system = CLIENT_SYSTEMS.find((one) => one.id === id)
  if (!system) return null
  return (
    <>
      <Snippet
        label="System"
        value={id}
        options={SYSTEM_OPTIONS}
        onChange={(chosen) => setId(chosen)}
        code={system.writeLines(address)}
      />
      <p className="dim">{system.about}</p>
    </>
  )
}
