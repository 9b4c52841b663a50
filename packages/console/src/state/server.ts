import { signal } from '@preact/signals'
import type { ClockState } from '../api/contract.ts'
import { askFor } from './answer.ts'

export const health = askFor('GET health')
export const clock = askFor('GET clock')

/** How far the server's clock is ahead of this machine's, in milliseconds. */
export const clockOffsetMs = signal(0)

/** Takes over what the server says of its clock. */
export function noteClock(state: ClockState): void {
  clockOffsetMs.value = state.offsetSeconds * 1000
}

export async function reloadClock(): Promise<void> {
  await clock.reload()
  const { value } = clock.answer.value
  if (value) noteClock(value)
}
