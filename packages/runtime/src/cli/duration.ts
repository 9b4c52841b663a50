import { InvalidArgumentError } from 'commander'
import { durationSeconds } from '../kernel/duration.ts'

/** Seconds of a duration that a user wrote. */
export function readDuration(text: string): number {
  const seconds = durationSeconds(text)
  if (seconds === undefined) throw new InvalidArgumentError('Write it as 90s, 61m, 2h or 1d.')
  return seconds
}
