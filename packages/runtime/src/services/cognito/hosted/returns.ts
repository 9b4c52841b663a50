import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { PageArrival } from '../../../oauth/ports.ts'
import type { CognitoDeps } from '../deps.ts'
import { idpResponseReturn } from '../federation/idp-response.ts'

/** Where what has been kept of a browser is found. */
export interface ReturnScene {
  readonly deps: Pick<CognitoDeps, 'clock' | 'vault'>
  readonly reader: Reader
  readonly place: Place
  readonly poolId: string
}

/** A path to which others send a browser back, as identity providers do. */
export interface ReturnPath {
  readonly path: string
  /** The query of the request that has led the browser out; undefined: nobody has sent it. */
  restore(arrival: PageArrival, scene: ReturnScene): Promise<URLSearchParams | undefined>
}

export const returnPaths: readonly ReturnPath[] = [idpResponseReturn]
