import type { Check } from './finding.ts'

/** Letters as a reader counts them; beyond this, clients on phones cut a subject. */
const LONGEST_SUBJECT = 60
const SHORTEST_PREVIEW = 20
const PLACEHOLDER_SUBJECT = /\{\{|\}\}|<%|%>|\$\{|%[A-Z_]+%|\[[A-Z_]{3,}\]|\bundefined\b|\bnull\b|\bNaN\b/

export const checkSubject: Check = ({ subject }) => {
  const place = { line: null, text: subject }
  if (subject.trim() === '') {
    return [
      {
        id: 'subject-empty',
        severity: 'problem',
        title: 'The subject is empty',
        why: 'Clients show "(no subject)", and filters take such mails for spam.',
        fix: 'Say in a few words what the mail is about.',
        places: [],
      },
    ]
  }
  const length = countLetters(subject)
  const hasPlaceholder = PLACEHOLDER_SUBJECT.test(subject)
  return [
    ...(length > LONGEST_SUBJECT
      ? [
          {
            id: 'subject-length',
            severity: 'warning' as const,
            title: `The subject has ${length} characters`,
            why: `Clients cut long subjects, most on a desktop near ${LONGEST_SUBJECT} characters and on phones near 40.`,
            fix: 'Put what matters first, and leave out the rest.',
            places: [place],
          },
        ]
      : []),
    ...(hasPlaceholder
      ? [
          {
            id: 'subject-placeholder',
            severity: 'problem' as const,
            title: 'The subject looks like a template that was not filled in',
            why: 'Recipients would read the placeholder.',
            fix: 'Give the template the value it lacks.',
            places: [place],
          },
        ]
      : []),
  ]
}

export const checkTextPart: Check = ({ text, html }) => {
  if (html === '' && (text ?? '').trim() === '') {
    return [
      {
        id: 'body-empty',
        severity: 'problem',
        title: 'The mail is empty',
        why: 'There is neither HTML nor text in it.',
        fix: 'Check that the template was found and rendered.',
        places: [],
      },
    ]
  }
  if (text === null || text.trim() !== '') return []
  return [
    {
      id: 'text-part',
      severity: 'warning',
      title: 'There is no text part',
      why: 'Watches, screen readers and text clients show the text part; filters count its absence against the sender.',
      fix: 'Send `multipart/alternative` with a plain text that says the same; most mailers make one from the HTML.',
      places: [],
    },
  ]
}

export const checkPreviewText: Check = ({ previewText, html }) => {
  if (html === '' || countLetters(previewText) >= SHORTEST_PREVIEW) return []
  return [
    {
      id: 'preview-text',
      severity: 'note',
      title: previewText === '' ? 'There is no preview text' : 'The preview text is short',
      why: 'Clients show the first words of the body behind the subject; without any, they show addresses or alternative texts of images.',
      fix: 'Begin the body with a sentence worth reading, if need be in an element that is hidden.',
      places: previewText === '' ? [] : [{ line: null, text: previewText }],
    },
  ]
}

/** Letters as seen: an emoji of seven code points is one. */
export function countLetters(text: string): number {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}
