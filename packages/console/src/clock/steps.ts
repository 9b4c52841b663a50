const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What the slider goes through, in seconds: the lifetimes of tokens are among them, and a minute more. */
export const STEPS = [
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  HOUR + MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
] as const

const AN_HOUR = STEPS.indexOf(HOUR + MINUTE)

/** The place of the step that an address names; else of the one after which AWS's usual token has expired. */
export function stepOf(text: string | undefined): number {
  const at = STEPS.findIndex((seconds) => String(seconds) === text)
  return at < 0 ? AN_HOUR : at
}
