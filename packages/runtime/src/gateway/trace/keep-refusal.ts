import type { WireResponse } from '../../kernel/wire.ts'
import type { Runtime } from '../runtime.ts'
import { KeptRefusal, NOWHERE, type TurnedAway } from './kept-refusal.ts'

/** Keeps and counts a call that was turned away before any method or route was looked for; gives its answer on. */
export function keepRefusal(call: TurnedAway, response: WireResponse, { clock, requests }: Runtime): WireResponse {
  const now = clock.now()
  requests?.keep(new KeptRefusal(call, response, now))
  requests?.metrics?.called(NOWHERE, NOWHERE, response.status, now, 'stage')
  return response
}
