/** A moment as Roundware's server writes it: local time without a zone, to the microsecond. */
export function toServerTime(time: Date): string {
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => pad(part, 2)).join('-')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => pad(part, 2)).join(':')
  return `${date}T${clock}.${pad(time.getMilliseconds(), 3)}000`
}

function pad(part: number, length: number): string {
  return String(part).padStart(length, '0')
}
