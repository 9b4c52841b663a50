import type { Status } from '../../kernel/status.ts'
import type { CallAnswer, CallRequest } from './calls.ts'
import type {
  AddedSecret,
  ClientRef,
  CreatedClient,
  NewClient,
  RevealedSecret,
  SecretList,
  SecretRef,
} from './clients.ts'
import type { FunctionList, FunctionLogs } from './functions.ts'
import type { AccessMatrix, ServerMap } from './map.ts'
import type { MetricsSeries } from './metrics.ts'
import type { Outbox, OutboxQuery } from './outbox.ts'
import type { UserDetail, UserList, UserQuery } from './people.ts'
import type { InPlace } from './place.ts'
import type { Done } from './problem.ts'
import type { RequestList, RequestQuery, RequestTrace } from './requests.ts'
import type { ClockMove, ClockState, Health, ResetDone, Stopping, WorldImport, WorldImported } from './server.ts'
import type { StackChangeList, StackDetail, StackEventList, StackList } from './stacks.ts'
import type { TokenAnswer, TokenInspection, TokenQuestion, TokenRequest } from './tokens.ts'

/**
 * What `/_sallyport/` answers with JSON, by method and path behind it; `{…}` is a segment, percent-encoded. A status
 * from 400 on comes with a `Problem`. Streams (`requests/stream`, `functions/{name}/logs/stream`, `outbox/stream`),
 * `deployments`, `GET world`, `metrics` and `ca.pem` are no JSON documents and stand beside it.
 *
 * Every `POST` of a page carries `Content-Type: application/json`, and every request of a page {@link ConsoleKey}.
 */
export interface Endpoints {
  'GET health': { response: Health }
  'GET status': { response: Status }
  'GET clock': { response: ClockState }
  'POST clock': { request: ClockMove; response: ClockState }
  'POST world': { request: WorldImport; response: WorldImported }
  'POST reset': { request: Record<string, never>; response: ResetDone }
  'POST stop': { request: Record<string, never>; response: Stopping }
  'GET requests': { query: RequestQuery; response: RequestList }
  'GET requests/{id}': { response: RequestTrace }
  'GET outbox': { query: OutboxQuery; response: Outbox }
  'GET stacks': { response: StackList }
  'GET stacks/{name}': { query: Partial<InPlace>; response: StackDetail }
  'GET stacks/{name}/events': { query: Partial<InPlace> & Page; response: StackEventList }
  'GET stacks/{name}/changes': { query: Partial<InPlace>; response: StackChangeList }
  'GET map': { response: ServerMap }
  'GET map/access': { response: AccessMatrix }
  'GET pools/{poolId}/users': { query: UserQuery; response: UserList }
  'GET pools/{poolId}/users/{username}': { query: Partial<InPlace>; response: UserDetail }
  'POST clients/create': { request: NewClient; response: CreatedClient }
  'POST clients/reveal': { request: ClientRef; response: RevealedSecret }
  'POST clients/secrets': { request: ClientRef; response: SecretList }
  'POST clients/add-secret': { request: ClientRef; response: AddedSecret }
  'POST clients/delete-secret': { request: SecretRef; response: Done }
  'POST clients/delete': { request: ClientRef; response: Done }
  'POST tokens': { request: TokenRequest; response: TokenAnswer }
  'POST tokens/inspect': { request: TokenQuestion; response: TokenInspection }
  'POST calls': { request: CallRequest; response: CallAnswer }
  'GET functions': { response: FunctionList }
  'GET functions/{name}/logs': { query: Partial<InPlace> & LogQuery; response: FunctionLogs }
  'GET metrics/series': { query: { readonly step?: '1' | '60' }; response: MetricsSeries }
}

export interface Page {
  /** 1 to 1000; default 100. */
  readonly limit?: string
  readonly after?: string
}

export interface LogQuery {
  /** 1 to 1000; default 200. */
  readonly limit?: string
  /** A CloudWatch filter pattern. */
  readonly text?: string
}

export type EndpointName = keyof Endpoints

export type ResponseOf<E extends EndpointName> = Endpoints[E]['response']
export type RequestOf<E extends EndpointName> = Endpoints[E] extends { request: infer R } ? R : undefined
export type QueryOf<E extends EndpointName> = Endpoints[E] extends { query: infer Q } ? Q : undefined

/**
 * What tells the console's own page from others of this server's origin, such as a deployed API's. The server writes it
 * into the page, `<meta name="sallyport-console" content="…">`, in place of the content `%SALLYPORT_CONSOLE%`, and only
 * into what a browser opens as a page of its own; nobody else's script can read it there. The page sends it along with
 * every request: as the header `X-Sallyport-Console`, or, where it cannot set one (`EventSource`, a link to `ca.pem`), as
 * the query parameter `console`. It is another one whenever the server starts: on a 403 with the code
 * `ConsoleKeyUnknown` the page loads itself anew.
 */
export interface ConsoleKey {
  readonly metaName: 'sallyport-console'
  readonly header: 'x-sallyport-console'
  readonly queryParameter: 'console'
}
