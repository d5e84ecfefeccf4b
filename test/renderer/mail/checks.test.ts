import { describe, expect, it } from 'vitest'
import { checkMail, countFindings, toCheckedMail } from '../../../renderer/mail/checks/check-mail.ts'
import { CLIP_BYTES } from '../../../renderer/mail/checks/size-check.ts'
import { readTags } from '../../../renderer/mail/html-source.ts'
import { findRemote } from '../../../renderer/mail/remote-content.ts'

const SUBJECT = 'Your order is on its way'
const START = '<p>Your order is on its way and arrives on Tuesday.</p>'

function check(html: string, mail: { subject?: string; text?: string | null } = {}) {
  const { subject = SUBJECT, text = 'the same as text' } = mail
  return checkMail(toCheckedMail({ subject, html, text }, readTags(html)))
}

/** Ids of what is found, with the lines, like `link-empty 1 3`. */
function found(html: string, mail: Parameters<typeof check>[1] = {}): string[] {
  return check(html, mail).findings.map(({ id, places }) =>
    [id, ...places.flatMap(({ line }) => (line === null ? [] : [line]))].join(' '),
  )
}

const support = (html: string) => check(html).support.map(({ id }) => id.replace('support-', ''))

it('finds nothing in a plain, good mail', () => {
  const report = check(`${START}<p><a href="https://example.com/orders/1">See your order</a></p>`)
  expect(report.findings).toEqual([])
  expect(countFindings(report)).toBe(0)
})

describe('subject and parts', () => {
  it.each([
    ['an empty subject', { subject: ' ' }, ['subject-empty']],
    ['60 characters', { subject: 'x'.repeat(60) }, []],
    ['61 characters', { subject: 'x'.repeat(61) }, ['subject-length']],
    ['60 emoji of many code points', { subject: '👩‍👩‍👧‍👦'.repeat(60) }, []],
    ['61 letters with accents of their own', { subject: 'e\u0301'.repeat(61) }, ['subject-length']],
    ['a template', { subject: 'Hello {{ name }}' }, ['subject-placeholder']],
    ['an undefined value', { subject: 'Hello undefined' }, ['subject-placeholder']],
    ['no text part', { text: '' }, ['text-part']],
    ['a text part that nobody told of', { text: null }, []],
  ] as const)('%s', (_, mail, ids) => {
    expect(found(START, mail)).toEqual(ids)
  })

  it('an empty mail', () => expect(found('', { text: '' })).toEqual(['body-empty']))
  it('a mail of text alone is well', () => expect(found('', { text: 'Hello' })).toEqual([]))
  it('a body that begins with nothing to read', () => {
    expect(found('<img src="https://example.com/a.png" alt="a">')).toEqual(['preview-text'])
  })
})

describe('size', () => {
  it.each([
    ['far below the limit', 1000, []],
    ['near the limit', CLIP_BYTES * 0.9, ['size']],
    ['above the limit', CLIP_BYTES + 1, ['size']],
  ])('%s', (_, bytes, ids) => expect(found(START + ' '.repeat(bytes))).toEqual(ids))

  it('counts bytes, not characters', () => {
    expect(check(START + 'ü'.repeat(CLIP_BYTES / 2)).findings[0]?.severity).toBe('problem')
  })
})

describe('links', () => {
  const link = (address: string, text = 'here') => found(`${START}\n<a href="${address}">${text}</a>`)
  it.each([
    ['nothing', '', ['link-empty 2']],
    ['a hash', '#', ['link-empty 2']],
    ['a place in the mail', '#top', []],
    ['a script', 'javascript:void(0)', ['link-script 2']],
    ['http', 'http://example.com/', ['link-http 2']],
    ['http on a host for tests', 'http://shop.test/', ['link-local 2']],
    ['this machine', 'http://localhost:3000/', ['link-local 2']],
    ['a private network', 'https://192.168.1.7/', ['link-local 2']],
    ['a path', '/orders/1', ['link-relative 2']],
    ['a placeholder', 'https://tattler.dev/{{ id }}', ['link-placeholder 2']],
    ['an encoded placeholder', 'https://tattler.dev/%7B%7Bid%7D%7D', ['link-placeholder 2']],
    ['a mailbox', 'mailto:a@tattler.dev', []],
    ['entities', 'https://tattler.dev/?a=1&amp;b=2', []],
  ])('%s', (_, address, ids) => expect(link(address)).toEqual(ids))

  it.each([
    ['another host', 'https://evil.dev/', 'https://bank.dev', ['link-mismatch 2']],
    ['another host without a scheme', 'https://evil.dev/', 'www.bank.dev/login', ['link-mismatch 2']],
    ['another host in an element', 'https://evil.dev/', '<b>bank.dev</b>', ['link-mismatch 2']],
    ['another host in front of an @', 'https://bank.dev@evil.dev/', 'bank.dev', ['link-mismatch 2']],
    ['a host of the same sender', 'https://click.bank.dev/x', 'bank.dev', []],
    ['the same with www', 'https://www.bank.dev/', 'bank.dev', []],
    ['words', 'https://evil.dev/', 'Mr. Smith said: hello', []],
  ])('that show %s', (_, address, text, ids) => expect(link(address, text)).toEqual(ids))
})

describe('images', () => {
  const image = (attributes: string) => found(`${START}\n\n<img ${attributes}>`)
  it.each([
    ['with an alternative text', 'src="https://a.dev/b.png" alt="b"', []],
    ['with an empty one', 'src="https://a.dev/b.png" alt', []],
    ['without one', 'src="https://a.dev/b.png"', ['image-alt 3']],
    ['over http', 'src="http://a.dev/b.png" alt=b', ['image-http 3']],
    ['without an address', 'alt=b', ['image-address 3']],
    ['with a path', 'src="/b.png" alt=b', ['image-address 3']],
    ['that is embedded', 'src="cid:logo" alt=b', []],
    ['of one pixel', 'src="https://a.dev/b.png" width=1 height="1"', ['tracking-pixel 3']],
    ['of one pixel by style', 'src="https://a.dev/b.png" style="width:1px; height: 1px"', ['tracking-pixel 3']],
    ['of a known tracker', 'src="https://u1.ct.sendgrid.net/wf/open?upn=x" alt=""', ['tracking-pixel 3']],
    ['that is wide and one pixel high', 'src="https://a.dev/line.png" width=600 height=1 alt=""', []],
  ])('%s', (_, attributes, ids) => expect(image(attributes)).toEqual(ids))
})

it('names scripts, frames and handlers with their lines', () => {
  expect(found(`${START}\n<script>1</script>\n<p onclick="x">a</p>\n<iframe></iframe>`)).toEqual(['acting 2 3 4'])
})

it('does not take what stands in comments, scripts and titles for the mail', () => {
  const html = `<title><a href="#">x</a></title><!-- <a href="#">x</a><img> -->${START}<style>a{b:"<a href=#>"}</style>`
  expect(found(html)).toEqual([])
})

describe('what clients leave out', () => {
  it.each([
    ['a property', '<p style="position:absolute">', 'css-position'],
    ['a property in a style sheet', '<style>p { color: red; position: absolute }</style>', 'css-position'],
    ['a property in a media query', '<style>@media (min-width:1px){p{position:absolute}}</style>', 'css-position'],
    ['a value', '<p style="display:flex">', 'css-display-flex'],
    ['a function', '<p style="background:linear-gradient(red,blue)">', 'css-linear-gradient'],
    ['a unit', '<p style="width:50vw">', 'css-unit-vw'],
    ['a rule', '<style>@font-face{font-family:x}</style>', 'css-at-font-face'],
    ['a query', '<style>@media (prefers-color-scheme:dark){p{color:red}}</style>', 'css-at-media-prefers-color-scheme'],
    ['a pseudo-class', '<style>a:hover{color:red}</style>', 'css-pseudo-class-hover'],
    ['a variable', '<p style="--x:1px">', 'css-variables'],
    ['an element', '<video src="https://a.dev/b.mp4"></video>', 'html-video'],
    ['an attribute', '<p hidden>', 'html-hidden'],
    ['an input', '<input type=checkbox>', 'html-input-checkbox'],
    ['a kind of image', '<img src="https://a.dev/b.webp?x" alt=b>', 'image-webp'],
    ['an image in the text', '<img src="data:image/png;base64,AA" alt=b>', 'image-base64'],
  ])('%s', (_, html, id) => expect(support(html)).toContain(id))

  it.each([
    ['a comment', '<style>/* position: absolute */</style>', 'css-position'],
    ['a string', `<style>p::after{content:"display:flex;"}</style>`, 'css-display-flex'],
    ['a property of Outlook', '<p style="mso-position:absolute">', 'css-position'],
    ['a selector', '<style>a:hover{color:red}</style>', 'css-display-flex'],
  ])('is not taken for used in %s', (_, html, id) => expect(support(html)).not.toContain(id))

  it('tells who, where, and puts the most harmful first', () => {
    const { support: findings } = check(
      '<p style="border-radius:2px">\n<p style="position:fixed">\n<p style="border-radius:2px">',
    )
    expect(findings[0]?.severity).toBe('warning')
    const radius = findings.find(({ id }) => id === 'support-css-border-radius')
    expect(radius?.dropped).toContain('Outlook Windows')
    expect(radius?.severity).toBe('note')
    expect(radius?.places.map(({ line }) => line)).toEqual([1, 3])
  })
})

it('reads 5 MB of HTML, and tells the first places of what stands there a thousand times', () => {
  const { support: findings } = check(
    START + '<tr style="border-radius:1px"><td><a href="https://a.dev/?a=b">x</a></td></tr>\n'.repeat(60_000),
  )
  expect(findings.find(({ id }) => id === 'support-css-border-radius')?.places).toHaveLength(20)
})

describe('takes time by its length only for a mail that', () => {
  const LENGTH = 300_000
  const fill = (part: string) => part.repeat(LENGTH / part.length)
  it.each([
    ['begins declarations without an end', `<style>p{${fill('src:')}`],
    ['begins addresses without an end', `<style>p{content:${fill('url(')}`],
    ['has a style without rules', `<style>${fill('a')}</style>`],
    ['has a value of one word', `<style>p{color:${fill('a')}}</style>`],
    ['has a value of many words', `<p style="color:${fill('a-')}">`],
    ['has an import of nothing', `<style>@import${fill(' ')}x</style>`],
    ['has an address of nothing', `<style>p{background:url(${fill(' ')}x}</style>`],
    ['has a link of spaces', `<a href="#${fill(' ')}x">x</a>`],
    ['begins declarations of its own kind', fill('<!')],
    ['holds nothing but empty elements', fill('<b></b>')],
    ['has nothing but tracking pixels and images', fill('<img src=//a.co/open alt><img src=//a.co/o>')],
  ])('%s', (_, html) => {
    const start = performance.now()
    const tags = readTags(html)
    findRemote(tags)
    checkMail(toCheckedMail({ subject: SUBJECT, html, text: null }, tags))
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
