/** Folds text of `from` characters or more: its beginning and an ellipsis, shorter than `from`; other text as it is. */
export function foldText(text: string, from: number): string {
  if (text.length < from) return text
  const length = from - 2
  const last = text.charCodeAt(length - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, splitsPair ? length - 1 : length)}…`
}
