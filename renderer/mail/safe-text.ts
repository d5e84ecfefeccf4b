/** Marks that turn the direction of what follows: `exe.fdp` would read as a document. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const UNSEEN = /[\p{Cc}\u200b\u2060\ufeff]/gu

/** A name from a mail, so that it reads as it is: nothing invisible, nothing turned around. */
export function readableName(name: string): string {
  return name.replace(TURNING, '�').replace(UNSEEN, ' ').trim()
}
