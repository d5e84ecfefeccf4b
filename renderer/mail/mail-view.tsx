import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { EventId } from '../../shared/event.ts'
import type { EmailPayload } from '../../shared/events/email.ts'
import type { MailExportFormat } from '../../shared/mail.ts'
import { CodeBlock } from '../code/code-block.tsx'
import { LongText } from '../detail/long-text.tsx'
import { useViewer } from '../state/viewer-context.ts'
import { decodeBase64 } from '../ui/base64.ts'
import { showFailure } from '../ui/failures.ts'
import { saveBytes } from '../ui/save-bytes.ts'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { Attachments } from './attachments.tsx'
import { countFindings, type MailReport } from './checks/check-mail.ts'
import { ChecksPanel } from './checks-panel.tsx'
import { Headers } from './headers.tsx'
import { MailHead } from './mail-head.tsx'
import { Preview } from './preview.tsx'
import { RawSource } from './raw-source.tsx'
import { useAnalysis, useReport } from './use-analysis.ts'
import { useInlineImages } from './use-inline-images.ts'
import './mail.css'

const SOURCE_FOLD = 100_000

interface MailViewProps {
  readonly id: EventId
  readonly payload: EmailPayload
}

/** A mail: its head, and its body in every form it has. What a mail came without has no tab. */
export function MailView({ id, payload }: MailViewProps) {
  const { subject, body: html, text, headers = [], attachments = [], files = [], sourceSize } = payload
  const [tab, setTab] = useState<string | null>(null)
  /** An object of its own for each jump, so that the same line can be jumped to twice. */
  const [jump, setJump] = useState<{ readonly line: number } | null>(null)
  const inline = useInlineImages(id, /cid:/i.test(html) && files.length > 0)
  const isParsed = text !== undefined || headers.length > 0
  const analysis = useAnalysis({ subject, html, text: isParsed ? (text ?? '') : null })
  const report = useReport(analysis)

  const showLine = (line: number) => {
    setTab('HTML')
    setJump({ line })
  }
  const count = files.length || attachments.length
  const tabs = [
    html !== '' && {
      name: 'Preview',
      render: () => <Preview html={html} remote={analysis?.remote ?? null} inline={inline} />,
    },
    html !== '' && { name: 'HTML', render: () => <HtmlSource html={html} jump={jump} /> },
    text !== undefined && text !== '' && { name: 'Text', render: () => <LongText text={text} label="text" /> },
    headers.length > 0 && { name: 'Headers', render: () => <Headers headers={headers} /> },
    sourceSize !== undefined && { name: 'Raw', render: () => <RawSource id={id} /> },
    count > 0 && {
      name: 'Attachments',
      badge: count,
      render: () => <Attachments id={id} files={files} names={attachments} />,
    },
  ].filter((known) => known !== false)
  const checks: Tab = {
    name: 'Checks',
    badge: report && <FindingCount report={report} />,
    render: () => report && <ChecksPanel report={report} onJump={showLine} />,
  }
  const [first = checks, ...others] = [...tabs, checks]
  return (
    <>
      <MailHead payload={payload} previewText={analysis?.mail.previewText ?? ''}>
        <ExportButtons id={id} hasHtml={html !== ''} />
      </MailHead>
      <Tabs
        label="Email"
        tabs={[first, ...others]}
        chosen={tab ?? first.name}
        onChoose={(name) => {
          setTab(name)
          setJump(null)
        }}
      />
    </>
  )
}

function FindingCount({ report }: { readonly report: MailReport }): ReactNode {
  const number = countFindings(report)
  if (number === 0) return null
  const isBad = report.findings.some(({ severity }) => severity === 'problem')
  return <span data-severity={isBad ? 'problem' : 'warning'}>{number}</span>
}

function HtmlSource({ html, jump }: { readonly html: string; readonly jump: { readonly line: number } | null }) {
  return (
    <CodeBlock
      title="html"
      text={html}
      language="html"
      label="HTML source"
      foldAt={jump ? Number.POSITIVE_INFINITY : SOURCE_FOLD}
      hasLineNumbers
      reveal={jump}
    />
  )
}

function ExportButtons({ id, hasHtml }: { readonly id: EventId; readonly hasHtml: boolean }) {
  const { backend } = useViewer()
  const save = async (format: MailExportFormat) => {
    try {
      const { name, base64 } = await backend.request('mail/export', { id, format })
      saveBytes(name, [decodeBase64(base64)])
    } catch (error) {
      showFailure(error, 'Not saved')
    }
  }
  return (
    <div className="mail-exports">
      <button type="button" className="button button-small" title="Save as .eml" onClick={() => void save('eml')}>
        <Download size={13} aria-hidden />
        .eml
      </button>
      {hasHtml && (
        <button type="button" className="button button-small" title="Save as .html" onClick={() => void save('html')}>
          <Download size={13} aria-hidden />
          .html
        </button>
      )}
    </div>
  )
}
