export type Scheme = 'light' | 'dark'

export interface CssOptions {
  readonly scheme: Scheme
  /** Takes an address in the CSS to what may stand there; null for nothing. */
  resolve(address: string): string | null
}

/** Only such CSS can name an address, however it is written: a backslash may stand for any letter. */
const MAY_LOAD = /url|image|src|import|\\/i
const ADDRESS = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)]*))\s*(?:\)|$)/gi

/** A style sheet that loads nothing but what `resolve` lets through, and takes the paper for light or dark. */
export function cleanSheet(css: string, options: CssOptions): string {
  return applyScheme(MAY_LOAD.test(css) ? replaceAddresses(normalizeSheet(css), options) : css, options.scheme)
}

/** The same for a `style` attribute. `element` is detached. */
export function cleanInline(element: HTMLElement, options: CssOptions): void {
  const css = element.getAttribute('style')
  if (css === null || !MAY_LOAD.test(css)) return
  element.setAttribute('style', replaceAddresses(element.style.cssText, options))
}

/** As the browser understands it: no comments, no escapes, no imports, every address as `url("…")`. */
function normalizeSheet(css: string): string {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return [...sheet.cssRules].map((rule) => rule.cssText).join('\n')
}

function replaceAddresses(css: string, { resolve }: CssOptions): string {
  // Names files by strings, without `url()`.
  const named = css.replace(/(?:-webkit-)?image-set\((?:[^()]|\([^()]*\))*\)/gi, 'none')
  return named.replace(ADDRESS, (_, double?: string, single?: string, bare?: string) => {
    const address = resolve((double ?? single ?? bare ?? '').trim())
    return address === null ? 'none' : `url("${encodeURI(address).replaceAll('%25', '%')}")`
  })
}

/** The paper's theme is chosen beside the preview, and has nothing to do with the window's or the system's. */
function applyScheme(css: string, scheme: Scheme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi, (_, asked: string) =>
    asked.toLowerCase() === scheme ? '(min-width: 0px)' : '(max-width: 0px)',
  )
}
