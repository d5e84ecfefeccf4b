import type { EmailPayload } from '../../shared/events/email.ts'

/** Who a mail came from and went to, as the mailer told the server; the headers may say otherwise. */
export interface MailEnvelope {
  /** Empty for a mail that wants no answer. */
  readonly from: string
  readonly to: readonly string[]
}

/** What is known of a mail: its payload, or why it could not be read. */
export type MailRecord = (
  | { readonly payload: EmailPayload }
  | {
      /** In one sentence. */
      readonly problem: string
    }
) & { readonly metadata: { readonly envelope: MailEnvelope; readonly deviations?: readonly string[] } }

/** Bytes of the number that tells how long the JSON is. */
const LENGTH_BYTES = 4

/** A mail as a message of the protocol `smtp`: the length of the record as JSON, the record, and the source. */
export function packMail(record: MailRecord, source: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(record))
  const packed = Buffer.allocUnsafe(LENGTH_BYTES + json.length + source.length)
  packed.writeUInt32BE(json.length)
  packed.set(json, LENGTH_BYTES)
  packed.set(source, LENGTH_BYTES + json.length)
  return packed
}

/** The parts of what `packMail` made. */
export function unpackMail(packed: Uint8Array): { readonly record: MailRecord; readonly source: Uint8Array } {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  const end = LENGTH_BYTES + bytes.readUInt32BE()
  return { record: JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end)), source: packed.subarray(end) }
}
