import type { Place } from '../kernel/place.ts'
import type { HeaderList } from '../kernel/wire.ts'
import type { ClientIdentity } from './backends/http-backend.ts'
import type { ApiDefinition, MethodDefinition, ResourceDefinition } from './rest/definition.ts'

/** A call that the control plane makes up, of an API as it is now, whether it is deployed or not. */
export interface ApiTest {
  readonly place: Place
  readonly definition: ApiDefinition
  /** As the caller gave it, if at all. */
  readonly pathWithQueryString: string | undefined
  readonly headers: HeaderList
  readonly body: string
  readonly variables: Readonly<Record<string, string>>
  /** Under which the caller reached us. */
  readonly origin: string
}

export interface MethodTest extends ApiTest {
  /** What backends over TLS are shown, if anything. */
  readonly clientIdentity?: ClientIdentity | undefined
  readonly resource: ResourceDefinition
  readonly method: MethodDefinition
  /** `GET`, where the method may be `ANY`. */
  readonly httpMethod: string
}

export interface MethodTestResult {
  readonly status: number
  readonly headers: HeaderList
  readonly body: string
  readonly log: string
  readonly latencyMs: number
}

/** Calls a method for the control plane. Implemented by the gateway itself. */
export type TestMethod = (test: MethodTest) => Promise<MethodTestResult>

export interface AuthorizerTest extends ApiTest {
  /** Of one that the definition has. */
  readonly authorizerId: string
  /** What `$context` has beside its own. */
  readonly context: Readonly<Record<string, string>>
}

/** Who calls, in the terms of the authorizer's kind; nothing of that where the caller is refused. */
export interface AuthorizerTestResult {
  /** The client would have got it; 0 where the authorizer knows the caller, whom its policy may still refuse. */
  readonly clientStatus: number
  readonly principalId?: string
  /** JSON, as the function gave it. */
  readonly policy?: string
  readonly context?: Readonly<Record<string, string>>
  readonly claims?: Readonly<Record<string, string>>
  readonly log: string
  readonly latencyMs: number
}

/** Asks an authorizer for the control plane. Implemented by the gateway itself. */
export type TestAuthorizer = (test: AuthorizerTest) => Promise<AuthorizerTestResult>
