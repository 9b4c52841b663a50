const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `61 min`, `2 h 5 min`, `3 d`: of two units at most. */
export function durationInWords(ms: number): string {
  const parts: readonly [number, string][] = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ]
  if (ms < SECOND) return `${Math.round(ms)} ms`
  const at = parts.findIndex(([size]) => ms >= size)
  const [size, unit] = parts[at] ?? [SECOND, 's']
  const whole = Math.floor(ms / size)
  const [nextSize, nextUnit] = parts[at + 1] ?? []
  const rest = nextSize === undefined ? 0 : Math.floor((ms % size) / nextSize)
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${nextUnit}`
}

/** `14:03:07.120` of the reader's own day, out of what the server wrote in UTC. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`
}

/** `2030-01-01 14:03:07`, likewise. */
export function dateAndTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  return `${day} ${timeOfDay(iso).slice(0, 8)}`
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0')
}
