// Makes client-support.json out of the data of caniemail.com, as the npm package `caniemail` (MIT) brings it. Run it
// again after an update of the package: node renderer/mail/checks/make-client-support.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const OUTPUT = new URL('client-support.json', import.meta.url)

/** The clients that most mails are read with, by family and platform of the data. */
const CLIENTS = [
  ['Gmail', 'gmail', 'desktop-webmail'],
  ['Gmail iOS', 'gmail', 'ios'],
  ['Gmail Android', 'gmail', 'android'],
  ['Outlook Windows', 'outlook', 'windows'],
  ['Outlook.com', 'outlook', 'outlook-com'],
  ['Outlook macOS', 'outlook', 'macos'],
  ['Outlook iOS', 'outlook', 'ios'],
  ['Outlook Android', 'outlook', 'android'],
  ['Apple Mail macOS', 'apple-mail', 'macos'],
  ['Apple Mail iOS', 'apple-mail', 'ios'],
  ['Yahoo', 'yahoo', 'desktop-webmail'],
  ['Samsung', 'samsung-email', 'android'],
  ['Thunderbird', 'thunderbird', 'macos'],
]

/** Features whose keys cannot be read off their slug; an empty list leaves a feature out, as nothing in a mail shows it. */
const KEYS = {
  amp: ['<html amp4email>', '<html ⚡4email>'],
  bimi: [],
  'css-at-media': ['@media'],
  'css-at-media-device-pixel-ratio': ['@media -webkit-device-pixel-ratio'],
  'css-at-media-hover': ['@media hover', '@media any-hover'],
  'css-at-media-orientation': ['@media orientation'],
  'css-at-media-prefers-color-scheme': ['@media prefers-color-scheme'],
  'css-at-media-prefers-reduced-motion': ['@media prefers-reduced-motion'],
  'css-block-inline-size': ['block-size', 'inline-size'],
  'css-border-inline-block': ['border-inline', 'border-block'],
  'css-border-inline-block-individual': [
    'border-inline-start',
    'border-inline-end',
    'border-block-start',
    'border-block-end',
  ],
  'css-border-inline-block-longhand': ['border-inline-color', 'border-inline-style', 'border-inline-width'],
  'css-border-radius-logical': ['border-start-start-radius', 'border-end-end-radius'],
  'css-column-count': ['column-count'],
  'css-column-layout-properties': ['columns', 'column-width', 'column-rule', 'column-span', 'column-fill'],
  'css-comments': [],
  'css-display': [],
  'css-display-flex': ['display:flex', 'display:inline-flex'],
  'css-display-grid': ['display:grid', 'display:inline-grid'],
  'css-display-none': ['display:none'],
  'css-flex-direction': ['flex-direction:column'],
  'css-flex-wrap': ['flex-wrap:wrap'],
  'css-gap': ['gap', 'column-gap', 'row-gap'],
  'css-grid-template': ['grid-template', 'grid-template-columns', 'grid-template-rows', 'grid-template-areas'],
  'css-important': ['!important'],
  'css-intrinsic-size': ['=fit-content', '=min-content', '=max-content'],
  'css-left-right-top-bottom': ['left', 'right', 'top', 'bottom'],
  'css-margin-block-start-end': ['margin-block-start', 'margin-block-end'],
  'css-margin-inline-block': ['margin-inline', 'margin-block'],
  'css-margin-inline-start-end': ['margin-inline-start', 'margin-inline-end'],
  'css-modern-color': ['lch()', 'oklch()', 'lab()', 'oklab()'],
  'css-nesting': [],
  'css-padding-block-start-end': ['padding-block-start', 'padding-block-end'],
  'css-padding-inline-block': ['padding-inline', 'padding-block'],
  'css-padding-inline-start-end': ['padding-inline-start', 'padding-inline-end'],
  'css-scroll-snap': ['scroll-snap-type', 'scroll-snap-align'],
  'css-sytem-ui': ['=system-ui', '=ui-serif', '=ui-sans-serif', '=ui-monospace', '=ui-rounded'],
  'css-unit-calc': ['calc()'],
  'css-unit-initial': ['=initial'],
  'css-unit-percent': ['unit:%'],
  'css-variables': ['var()', '--*'],
  'html-anchor-links': ['<a href=#>'],
  'html-comments': [],
  'html-doctype': [],
  'html-h1-h6': ['<h1>', '<h2>', '<h3>', '<h4>', '<h5>', '<h6>'],
  'html-image-maps': ['<map>', '[usemap]'],
  'html-lists': ['<ul>', '<ol>', '<dl>'],
  'html-loading-attribute': ['[loading]'],
  'html-mailto-links': ['<a href=mailto:>'],
  'html-meta-color-scheme': ['<meta name=color-scheme>'],
  'html-semantics': [
    '<article>',
    '<aside>',
    '<details>',
    '<figure>',
    '<footer>',
    '<header>',
    '<main>',
    '<mark>',
    '<nav>',
    '<section>',
    '<summary>',
    '<time>',
  ],
  'html-srcset': ['[srcset]', '[sizes]'],
  'html-style': [],
  'image-base64': ['image:data'],
  'image-jpg': ['image:jpg', 'image:jpeg'],
  'image-tiff': ['image:tif', 'image:tiff'],
  'image-heif': ['image:heif', 'image:heic'],
}

/** Attributes among the features that are named like elements. */
const ATTRIBUTES =
  /^html-(align|aria-[a-z]+|background|cellpadding|cellspacing|dir|height|hidden|lang|popover|required|role|target|valign|width)$/
const PATTERNS = [
  [/^css-function-(.+)$/, (name) => [`${name}()`]],
  [/^css-(linear-gradient|radial-gradient|conic-gradient|rgb|rgba)$/, (name) => [`${name}()`]],
  [/^css-at-(.+)$/, (name) => [`@${name}`]],
  [/^css-unit-(.+)$/, (name) => [`unit:${name}`]],
  [/^css-pseudo-class-(.+)$/, (name) => [`:${name}`]],
  [/^css-pseudo-element-(.+)$/, (name) => [`::${name}`]],
  [/^css-selector-/, () => []],
  [/^css-(.+)$/, (name) => [name]],
  [/^html-(input|button)-(.+)$/, (name, type) => [`<${name} type=${type}>`]],
  [ATTRIBUTES, (name) => [`[${name}]`]],
  [/^html-(.+)$/, (name) => [`<${name}>`]],
  [/^image-(.+)$/, (name) => [`image:${name}`]],
]

/** @param {string} slug */
function keysOf(slug) {
  if (Object.hasOwn(KEYS, slug)) return KEYS[slug]
  for (const [pattern, make] of PATTERNS) {
    const match = pattern.exec(slug)
    if (match) return make(...match.slice(1))
  }
  throw new Error(`No keys for ${slug}`)
}

const { resolve } = createRequire(import.meta.url)
const { last_update_date: date, data } = JSON.parse(readFileSync(resolve('caniemail/caniemail.json'), 'utf8'))

const features = data.flatMap(({ slug, title, stats }) => {
  const keys = keysOf(slug)
  // The newest version of each client stands last.
  const states = CLIENTS.map(([, family, platform]) => Object.values(stats[family]?.[platform] ?? {}).at(-1)?.[0])
  const clientsWith = (state) => states.flatMap((found, index) => (found === state ? [index] : []))
  const [dropped, partly] = [clientsWith('n'), clientsWith('a')]
  if (keys.length === 0 || dropped.length + partly.length === 0) return []
  return [{ slug, title: title.trim(), keys, dropped, partly }]
})

const head = {
  source: 'https://www.caniemail.com',
  license: 'MIT, Copyright (c) 2019 HTeuMeuLeu',
  date: date.slice(0, 10),
  clients: CLIENTS.map(([name]) => name),
}
const lines = features.map((feature) => `    ${JSON.stringify(feature)}`).join(',\n')
writeFileSync(OUTPUT, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "features": [\n${lines}\n  ]\n}\n`)
console.log(`${features.length} features`)
