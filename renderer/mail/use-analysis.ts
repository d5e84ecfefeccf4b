import { useEffect, useState } from 'react'
import { checkMail, type MailReport, toCheckedMail } from './checks/check-mail.ts'
import type { CheckedMail } from './checks/finding.ts'
import { readTags } from './html-source.ts'
import { findRemote, type RemoteContent } from './remote-content.ts'

/** What is read from the source of a mail. */
export interface MailAnalysis {
  readonly mail: CheckedMail
  readonly remote: RemoteContent
}

type AnalysedMail = Pick<CheckedMail, 'subject' | 'html' | 'text'>

/** HTML of fewer characters is read before the mail is painted, so that nothing moves on the screen afterwards. */
const SMALL = 300_000

/** Null until the browser has a moment for a large mail. The mail of one component never changes. */
export function useAnalysis(mail: AnalysedMail): MailAnalysis | null {
  const [first] = useState(mail)
  const [analysis, setAnalysis] = useState(() => (first.html.length < SMALL ? analyse(first) : null))
  useEffect(() => {
    if (first.html.length < SMALL) return
    return whenIdle(() => setAnalysis(analyse(first)))
  }, [first])
  return analysis
}

/** What the checks say, once the mail is painted; null until then. */
export function useReport(analysis: MailAnalysis | null): MailReport | null {
  const [report, setReport] = useState<MailReport | null>(null)
  useEffect(() => {
    if (!analysis) return
    return whenIdle(() => setReport(checkMail(analysis.mail)))
  }, [analysis])
  return report
}

function analyse(mail: AnalysedMail): MailAnalysis {
  const tags = readTags(mail.html)
  return { mail: toCheckedMail(mail, tags), remote: findRemote(tags) }
}

function whenIdle(run: () => void): () => void {
  const idle = requestIdleCallback(run, { timeout: 500 })
  return () => cancelIdleCallback(idle)
}
