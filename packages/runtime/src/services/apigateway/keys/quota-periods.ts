import type { Quota } from './records.ts'

/** Dates are UTC, written `2030-01-31`, and so in the order of their texts. */
export type IsoDate = string

const DAY_MS = 86_400_000

export function dateOf(ms: number): IsoDate {
  return new Date(ms).toISOString().slice(0, 10)
}

export function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(ms) && dateOf(ms) === text
}

/** Both included. */
export function datesBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const dates: IsoDate[] = []
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += DAY_MS) dates.push(dateOf(ms))
  return dates
}

/**
 * The first day of the period that a date falls into. An offset moves the beginning of weeks, which is a Sunday, and of
 * months by that many days: what AWS takes for it (0 to 6, 0 to 27) fits days, though its reference speaks of requests.
 */
export function periodStart(date: IsoDate, { period, offset }: Omit<Quota, 'limit'>): IsoDate {
  if (period === 'DAY') return date
  const shifted = new Date(Date.parse(date) - offset * DAY_MS)
  if (period === 'WEEK') return dateOf(shifted.getTime() + (offset - shifted.getUTCDay()) * DAY_MS)
  return dateOf(Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth(), 1 + offset))
}
