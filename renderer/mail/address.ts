/** A mailbox as a mail client shows it. */
export interface Mailbox {
  /** Empty where the mail gives none. */
  readonly name: string
  readonly address: string
}

const NAMED = /^\s*(.*?)\s*<\s*([^<>]*?)\s*>\s*$/s

/** Takes `"Lovelace, Ada" <ada@example.com>` apart; what has another form is an address as it stands. */
export function parseMailbox(text: string): Mailbox {
  const [, name = '', address = ''] = NAMED.exec(text) ?? []
  if (address === '') return { name: '', address: text.trim() }
  return { name: name.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1'), address }
}
