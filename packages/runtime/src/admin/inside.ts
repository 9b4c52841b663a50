import type { CandidateToken, Foreseen } from '../gateway/foreseen.ts'
import type { HttpStageSnapshot, StageSnapshot, TokenIssuer } from '../gateway/ports.ts'
import type { Call } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { ForeseenToken } from '../oauth/index.ts'

/** A stage as callers reach it: what was deployed, not what has been edited since. */
export type DeployedStage =
  | { readonly kind: 'REST'; readonly snapshot: StageSnapshot }
  | { readonly kind: 'HTTP'; readonly snapshot: HttpStageSnapshot }

/** What is deployed, and the ways to it that clients have. */
export interface Inside {
  /** Where anything is. */
  places(): Promise<readonly Place[]>
  /** The operations of all services as the root of an account. */
  operationsIn(place: Place): Call
  stage(apiId: string, stageName: string): Promise<DeployedStage | undefined>
  /** A client's newest secret, which is the one to use; undefined: it has none. */
  secret(place: Place, poolId: string, clientId: string): Promise<string | undefined>
  /** What a client's token endpoint would give it; undefined: there is no such client. */
  foreseenToken(poolId: string, clientId: string): Promise<ForeseenToken | undefined>
  /** What calls with a token would come to, of each method of a stage. */
  foreseen(stage: DeployedStage, token: CandidateToken): Promise<readonly Foreseen[]>
  /** Whose tokens a user pool's are; undefined: there is no such pool. */
  issuer(poolArn: string): Promise<TokenIssuer | undefined>
  /** Under which this server is found, e.g. `http://127.0.0.1:4566`. */
  origin(): string
  /** The same text with AWS's addresses turned into those that work here; undefined when there is none in it. */
  localize(text: string): string | undefined
  /** Answers a request to an API, a function's URL or a pool's domain, within this process; nothing else is reached. */
  reach(request: Request): Promise<Response>
}
