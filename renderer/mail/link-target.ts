/** A text that is an address itself: with a scheme, or a host with a known kind of ending. */
const SHOWN_ADDRESS =
  /^\s*(?:(?:https?:)?\/\/)?((?:[a-z0-9\u0080-\uffff-]+\.)+[a-z\u0080-\uffff]{2,24})(?::\d+)?(?:[/?#]\S*)?\s*$/i

/** The host that a link's text shows, where it is another than the one it leads to; else null. */
export function hostMismatch(text: string, address: string): string | null {
  const [, shown] = SHOWN_ADDRESS.exec(text) ?? []
  if (shown === undefined || !/^\s*(?:https?:)?\/\//i.test(address)) return null
  const absolute = address.trim().startsWith('//') ? `https:${address.trim()}` : address
  if (!URL.canParse(absolute) || !URL.canParse(`https://${shown}`)) return null
  const seen = bare(new URL(`https://${shown}`).hostname)
  const real = bare(new URL(absolute).hostname)
  // `docs.example.com` behind the text `example.com` is the same sender's.
  return seen === real || real.endsWith(`.${seen}`) ? null : seen
}

function bare(host: string): string {
  return host.replace(/^www\./, '')
}
