import type { OutboxMessage } from '../kernel/outbox.ts'
import type { RequestTrace } from '../kernel/request-trace.ts'
import type { Snapshot } from '../runtime/snapshot.ts'
import type { Runtime } from '../runtime.ts'
import type { Deployable } from './deployable.ts'
import type { Deployed, Outputs } from './deployed.ts'
import type { LogEvent, LogQuery } from './log-events.ts'
import type { RequestHandler } from './request-handler.ts'
import type { Answered } from './request-ids.ts'

/**
 * How something is deployed.
 *
 * @example
 * ```ts
 * const options: DeployOptions = { stackName: 'words', parameters: { Word: 'hello' } }
 * const template = {
 *   Parameters: { Word: { Type: 'String' } },
 *   Resources: { Name: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Word' } } } },
 *   Outputs: { Said: { Value: { Ref: 'Word' } } },
 * }
 * expect((await aws.deploy(template, options)).outputs.Said).toBe('hello')
 * ```
 */
export interface DeployOptions {
  /** Of a template, which has none of its own. Default: `test`. */
  readonly stackName?: string
  /** Of the stacks that have parameters of these names. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Of an app: only these, by name or path, with `*`, and those that they depend on. */
  readonly stacks?: readonly string[]
}

/**
 * What clients of the AWS SDK for JavaScript (v3) take.
 *
 * @example
 * ```ts
 * import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
 *
 * const config: ClientConfig = aws.clientConfig()
 * const cognito = new CognitoIdentityProviderClient(config)
 * expect((await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }))).UserPools).toHaveLength(1)
 * ```
 */
export interface ClientConfig {
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Left out in a runtime with a port of its own, where the endpoint says the way. */
  readonly requestHandler: RequestHandler
}

/**
 * AWS within a test. Everything is made in one account and region.
 *
 * @example
 * ```ts
 * const callAs = async (on: Sallyport, client: string): Promise<number> => {
 *   const authorization = await on.token(client, 'orders/read')
 *   return (await on.fetch(url, { headers: { authorization } })).status
 * }
 * expect(await callAs(aws, 'partner')).toBe(200)
 * ```
 */
export interface Sallyport extends AsyncDisposable {
  /** Its address; one that answers requests of others only where a port was asked for. */
  readonly origin: string
  /** Answers requests to AWS's own names without a socket, as `https://…execute-api…amazonaws.com/prod/orders`. */
  readonly fetch: Runtime['fetch']
  readonly clock: TestClock
  /**
   * Deploys an app, a stack or a template, or changes what it has deployed before. Throws a `DeploymentFailure` that
   * names the construct; what fails is rolled back.
   *
   * ```ts
   * const { outputs } = await aws.deploy(new App({ … }))
   * ```
   */
  deploy<O extends Outputs = Outputs>(source: Deployable, options?: DeployOptions): Promise<Deployed<O>>
  /** Deletes what was deployed, the last stack first. */
  destroy(source: Deployable, options?: Pick<DeployOptions, 'stackName' | 'stacks'>): Promise<void>
  /**
   * ```ts
   * const cognito = new CognitoIdentityProviderClient(aws.clientConfig())
   * ```
   */
  clientConfig(): ClientConfig
  /**
   * An access token of an app client, found by its name or id, with these scopes or all that it may have. Throws a
   * `TokenRefused`.
   */
  token(client: string, ...scopes: readonly string[]): Promise<string>
  /** How a call or a token request came to its answer, and what to change. Throws where it is not kept. */
  explain(answered: Answered): RequestTrace
  /** What the log groups hold whose name contains the text, the oldest first. */
  logs(group: string, query?: LogQuery): Promise<readonly LogEvent[]>
  /**
   * What was sent to people, the oldest first: each message has its code. `to` is an address or a username.
   *
   * ```ts
   * const code = (await aws.outbox('ann@example.com')).at(-1)?.code
   * ```
   */
  outbox(to?: string): Promise<readonly OutboxMessage[]>
  /** All that is deployed, to come back to. */
  snapshot(): Promise<Snapshot>
  /** The same as a file, with its keys and secrets: for `startSallyport({ from })` and `sallyport start --from`. */
  exportTo(file: string): Promise<void>
  /** Goes back to a snapshot, of this runtime or another one: in milliseconds. */
  restore(snapshot: Snapshot): Promise<void>
  /** Forgets everything. */
  reset(): Promise<void>
  close(): Promise<void>
}

/**
 * The clock of {@link Sallyport}: tokens, codes and sessions expire by it.
 *
 * @example
 * ```ts
 * const letExpire = (clock: TestClock): Promise<void> => clock.advance('61m')
 * const authorization = await aws.token('partner', 'orders/read')
 * await letExpire(aws.clock)
 * expect(aws.explain(await aws.fetch(url, { headers: { authorization } })).refusal).toBe('token-expired')
 * ```
 */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Lets time pass, so that tokens expire: milliseconds, or `90s`, `61m`, `2h`, `1d`. */
  advance(duration: number | string): Promise<void>
}
