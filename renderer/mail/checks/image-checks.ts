import type { SourceTag } from '../html-source.ts'
import { hostOf } from '../remote-content.ts'
import { type Check, type CheckedMail, countOf, type Place } from './finding.ts'

/** Paths and hosts by which senders learn that a mail was opened. */
const TRACKER =
  /\/(?:track(?:ing)?|open|opens|wf\/open|pixel|beacon|o\.gif|e\/o|trk|imp)(?:[/.?_-]|$)|^https?:\/\/(?:track|open|pixel|click|links?\.e)\./i
const TRACKER_HOST =
  /(?:^|\.)(?:list-manage\.com|sendgrid\.net|mandrillapp\.com|mailgun\.org|sparkpostmail\.com|hubspotemail\.net|mjt\.lu|customeriomail\.com|intercom-mail\.com|exacttarget\.com|google-analytics\.com)$/i

export const checkImages: Check = (mail) => {
  const images = mail.tags.filter(({ name, isEnd }) => name === 'img' && !isEnd)
  const pixels = images.filter(isTrackingPixel)
  const tracking = new Set(pixels)
  const shown = images.filter((image) => !tracking.has(image))
  const withoutAlt = shown.filter(({ attributes }) => !attributes.has('alt'))
  const plain = shown.filter(({ attributes }) => /^\s*http:\/\//i.test(attributes.get('src') ?? ''))
  const nowhere = shown.filter(({ attributes }) => leadsNowhere(attributes.get('src') ?? ''))
  return [
    ...found(withoutAlt, mail, {
      id: 'image-alt',
      severity: 'warning' as const,
      title: (number: number) => `${countOf(number, 'image')} without an alternative text`,
      why: 'Most clients show no images at first: the alternative text is what recipients see. Screen readers read the file name without it.',
      fix: 'Add `alt` with what the image says, and `alt=""` where it says nothing.',
    }),
    ...found(pixels, mail, {
      id: 'tracking-pixel',
      severity: 'note' as const,
      title: (number: number) => `${countOf(number, 'tracking pixel')}`,
      why: 'An image of one pixel, or from a known address, tells the sender when a mail is opened. Apple Mail fetches all in advance, so the number means little; in some countries it needs consent.',
      fix: 'Leave it out where nobody reads the numbers.',
    }),
    ...found(plain, mail, {
      id: 'image-http',
      severity: 'warning' as const,
      title: (number: number) => `${countOf(number, 'image')} over http`,
      why: 'Clients fetch images over https only, or warn of the others.',
      fix: 'Serve them over https.',
    }),
    ...found(nowhere, mail, {
      id: 'image-address',
      severity: 'problem' as const,
      title: (number: number) => `${countOf(number, 'image')} with an address that works nowhere`,
      why: 'An empty, relative or local address shows nothing in a mailbox.',
      fix: 'Use a whole https address, or embed the image and refer to it by `cid:`.',
    }),
  ]
}

export function isTrackingPixel({ attributes }: SourceTag): boolean {
  const source = attributes.get('src') ?? ''
  const style = attributes.get('style') ?? ''
  const isTiny = (name: 'width' | 'height') =>
    /^\s*[01](?:px)?\s*$/.test(attributes.get(name) ?? '') ||
    new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*[01](?:px)?\\s*(?:;|!|$)`, 'i').test(style)
  if (!/^\s*(?:https?:)?\/\//i.test(source)) return false
  const isKnown = TRACKER_HOST.test(hostOf(source) ?? '') || TRACKER.test(source)
  return (isTiny('width') && isTiny('height')) || (isKnown && (attributes.get('alt') ?? '') === '')
}

function leadsNowhere(source: string): boolean {
  return !/^\s*(?:https?:|data:|cid:|\/\/)/i.test(source)
}

interface Wording {
  readonly id: string
  readonly severity: 'problem' | 'warning' | 'note'
  readonly title: (number: number) => string
  readonly why: string
  readonly fix: string
}

function found(images: readonly SourceTag[], mail: CheckedMail, { title, ...wording }: Wording) {
  if (images.length === 0) return []
  return [{ ...wording, title: title(images.length), places: images.map((image) => placeOf(image, mail)) }]
}

function placeOf({ attributes, start }: SourceTag, { lineOf }: CheckedMail): Place {
  return { line: lineOf(start), text: (attributes.get('src') ?? '').slice(0, 120) || '<img>' }
}
