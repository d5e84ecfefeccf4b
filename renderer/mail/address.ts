/** A mailbox as a mail client shows it. */
export interface Mailbox {
  /** Empty where the mail gives none. */
  readonly name: string
  readonly address: string
}

/** Takes `"Lovelace, Ada" <ada@example.com>` apart; what has another form is an address as it stands. */
export function parseMailbox(text: string): Mailbox {
  const whole = text.trim()
  const open = whole.lastIndexOf('<')
  const address = open >= 0 && whole.endsWith('>') ? whole.slice(open + 1, -1).trim() : ''
  if (address === '' || address.includes('>')) return { name: '', address: whole }
  const name = whole.slice(0, open).trim()
  return { name: name.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1'), address }
}
