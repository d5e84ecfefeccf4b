import { cssOf } from '../css-source.ts'
import { lineFinder, type SourceTag } from '../html-source.ts'
import { previewTextOf } from '../preview-text.ts'
import { checkActing } from './acting-check.ts'
import type { Check, CheckedMail, Finding, Severity } from './finding.ts'
import { checkImages } from './image-checks.ts'
import { checkLinks } from './link-checks.ts'
import { checkPreviewText, checkSubject, checkTextPart } from './part-checks.ts'
import { checkSize } from './size-check.ts'
import { checkSupport, type SupportFinding } from './support-check.ts'

export interface MailReport {
  readonly findings: readonly Finding[]
  readonly support: readonly SupportFinding[]
}

const CHECKS: readonly Check[] = [
  checkSubject,
  checkPreviewText,
  checkTextPart,
  checkSize,
  checkActing,
  checkLinks,
  checkImages,
]
const ORDER: readonly Severity[] = ['problem', 'warning', 'note']

/** Asks all checks, without fetching anything; the gravest findings come first. */
export function checkMail(mail: CheckedMail): MailReport {
  const findings = CHECKS.flatMap((check) => check(mail))
  findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
  return { findings, support: checkSupport(mail) }
}

/** Findings that somebody should look at. */
export function countFindings({ findings, support }: MailReport): number {
  return [...findings, ...support].filter(({ severity }) => severity !== 'note').length
}

/** A mail as the checks read it. `tags` are those of its HTML. */
export function toCheckedMail(
  mail: { readonly subject: string; readonly html: string; readonly text: string | null },
  tags: readonly SourceTag[],
): CheckedMail {
  return {
    ...mail,
    tags,
    styles: cssOf(tags),
    previewText: previewTextOf(tags, mail.html),
    lineOf: lineFinder(mail.html),
  }
}
