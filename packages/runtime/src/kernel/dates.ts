const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As java.util.Date prints itself: `Wed May 18 12:31:07 UTC 2022`. Empty for what is no time. */
export function javaDate(ms: number): string {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return ''
  const iso = date.toISOString()
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, '0')}`
  return `${day} ${iso.slice(-13, -5)} UTC ${date.getUTCFullYear()}`
}

let lastSecond = Number.NaN
let lastLogDate = ''

/** As in access logs: `12/Mar/2020:19:03:58 +0000`. Many are asked for within the same second. */
export function logDate(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second === lastSecond) return lastLogDate
  const date = new Date(ms)
  const iso = date.toISOString()
  lastLogDate = `${iso.slice(8, 10)}/${MONTHS[date.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
  lastSecond = second
  return lastLogDate
}
