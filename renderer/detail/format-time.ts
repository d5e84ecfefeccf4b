const two = (value: number) => String(value).padStart(2, '0')

/** A moment in local time, to the millisecond: `2026-11-21 14:12:20.417`. */
export function formatDateTime(time: number): string {
  const date = new Date(time)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${day} ${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
