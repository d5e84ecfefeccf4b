/** Bytes of a mail on their way to a viewer. Names and types are the sender's, and as hostile as the rest of the mail. */

/** The message as it was sent, headers and all. */
export interface MailSource {
  readonly base64: string
}

/** An attached or embedded file. */
export interface MailFile {
  readonly name: string
  /** MIME type as the mail names it. */
  readonly type: string
  readonly base64: string
}

/** An image that the HTML refers to as `cid:<contentId>`. */
export interface MailInlineImage {
  readonly contentId: string
  /** Always `image/...`. */
  readonly type: string
  readonly base64: string
}

export type MailExportFormat = 'eml' | 'html'

/** A mail as a file to save. */
export interface MailExport {
  /** Generated, so that it is safe on every system: `mail-42.eml`. */
  readonly name: string
  readonly base64: string
}
