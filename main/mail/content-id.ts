/** An address in HTML or CSS by which a mail shows one of its own files; the group is the id as written there. */
export const CONTENT_ID_ADDRESS = /\bcid:([^\s"'<>)]+)/gi

/** A content id from its address, where it may be percent-encoded and stand in an attribute. */
export function readContentId(written: string): string {
  const id = written.replaceAll('&amp;', '&')
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
