import { SignInRefusal } from '../browser/sign-in-refusal.ts'
import { Form, MAX_FORM_BYTES } from '../form.ts'
import type { Authorization, NamedProvider, OAuthClient, OAuthErrorCode, Realm } from '../ports.ts'
import { printable } from '../printable.ts'
import type { Reply } from '../reply.ts'
import { personScopes } from './person-scopes.ts'

/** What an app has asked for, and was found in order. */
export interface AuthorizeRequest {
  readonly client: OAuthClient
  readonly responseType: ResponseType
  readonly authorization: Authorization
  readonly state: string | undefined
  readonly provider: NamedProvider
  /** Values of `prompt`. */
  readonly prompts: readonly string[]
  /** Seconds. */
  readonly maxAge: number | undefined
  readonly asksForLevels: boolean
  refusal(error: OAuthErrorCode, detail: string, description?: string): SignInRefusal
}

export type ResponseType = 'code' | 'token'

const RESPONSE_TYPES: readonly ResponseType[] = ['code', 'token']
const GRANT_TYPES: Readonly<Record<ResponseType, string>> = { code: 'authorization_code', token: 'implicit' }
/** Base64url of a SHA-256 (RFC 7636, section 4.2). */
const CHALLENGE = /^[\w-]{43}$/
/** Documented: developer guide, "Resource binding". */
const RESOURCE = /^(?:https:\/\/|http:\/\/localhost(?=[:/?]|$)|(?!https?:)[a-z][a-z\d+.-]*:)[^\s#]*$/i
const SECONDS = /^\d{1,9}$/
const SHOWN = 60

/**
 * The parameters of an authorize request, which pages carry along. In this order (inferred from what is recorded): the
 * client and where to send its people, which go to an error page; then the rest, which goes to the app. What is `heard`
 * can be told of later, also if it is refused.
 */
export async function readAuthorizeRequest(
  realm: Realm,
  query: string,
  heard: Pick<Reply, 'client' | 'scope'>,
): Promise<AuthorizeRequest> {
  const form = new Form()
  // What is malformed, or given twice, is told on the error page by who catches it.
  if (query.length > MAX_FORM_BYTES) throw errorPage('invalid_request', `a query of ${query.length} characters`)
  form.add(query)
  const clientId = form.get('client_id')
  if (clientId === undefined) throw parametersMissing('no client_id')
  const client = await realm.findClient(clientId)
  if (!client)
    throw errorPage('invalid_request', `no client ${printable(clientId, SHOWN)} in pool ${realm.id}`, clientId)
  heard.client = client
  heard.scope = form.peek('scope') || undefined
  const redirectUri = form.get('redirect_uri')
  if (redirectUri === undefined) throw parametersMissing('no redirect_uri', clientId)
  if (!client.callbackUrls.has(redirectUri)) {
    const detail = `redirect_uri ${printable(redirectUri, SHOWN)} is no callback URL of client ${client.id}`
    throw errorPage('redirect_mismatch', detail, clientId)
  }
  if (!client.oauthEnabled) throw flowsOff(client)
  const responseType = RESPONSE_TYPES.find((type) => type === form.peek('response_type'))
  const answersIn = responseType === 'token' ? 'fragment' : 'query'
  const place = { kind: 'app', redirectUri, answersIn, state: form.peek('state') || undefined } as const
  const refusal: AuthorizeRequest['refusal'] = (error, detail, description) =>
    new SignInRefusal(error, detail, place, description)
  /** A parameter that is given twice is told to the app, which is known by now. */
  const asked = (name: string): string | undefined => {
    if (form.isRepeated(name)) throw refusal('invalid_request', `${name} is given twice`)
    return form.get(name)
  }
  if (asked('response_type') === undefined || !responseType)
    throw refusal('invalid_request', 'response_type is neither code nor token')
  if (!client.grantTypes.has(GRANT_TYPES[responseType])) {
    throw refusal('unauthorized_client', `client ${client.id} may not use the flow of response_type ${responseType}`)
  }
  const codeChallenge = challengeOf(asked('code_challenge'), asked('code_challenge_method'), refusal)
  const scopes = personScopes(realm, client, asked('scope'))
  if ('refused' in scopes) throw refusal('invalid_scope', scopes.refused)
  const resource = asked('resource')
  if (resource !== undefined && !RESOURCE.test(resource)) throw refusal('invalid_request', 'resource is no URL')
  const maxAge = asked('max_age')
  if (maxAge !== undefined && !SECONDS.test(maxAge)) throw refusal('invalid_request', 'max_age is no number')
  return {
    client,
    responseType,
    authorization: { clientId: client.id, redirectUri, scopes, nonce: asked('nonce'), codeChallenge, resource },
    state: place.state,
    provider: { name: asked('identity_provider'), identifier: asked('idp_identifier') },
    prompts: asked('prompt')?.split(' ').filter(Boolean) ?? [],
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    asksForLevels: asked('acr_values') !== undefined,
    refusal,
  }
}

/** Text observed; that it is no redirect, too. */
function flowsOff({ id }: OAuthClient): SignInRefusal {
  const place = { kind: 'page', status: 400, text: 'Client is not enabled for OAuth2.0 flows.' } as const
  return new SignInRefusal('unauthorized_client', `client ${id} has AllowedOAuthFlowsUserPoolClient off`, place)
}

function errorPage(error: OAuthErrorCode, detail: string, clientId?: string): SignInRefusal {
  return new SignInRefusal(error, detail, { kind: 'error-page', clientId })
}

/** Text and place observed (NASA-IMPACT/veda-data-airflow#170, agentic-community/mcp-gateway-registry#1545). */
function parametersMissing(detail: string, clientId?: string): SignInRefusal {
  return new SignInRefusal('invalid_request', detail, {
    kind: 'error-page',
    clientId,
    says: 'Required+parameters+missing',
  })
}

/** RFC 7636, section 4.3. `plain` is not known (documented), so a challenge without a method is refused. */
function challengeOf(
  challenge: string | undefined,
  method: string | undefined,
  refusal: AuthorizeRequest['refusal'],
): string | undefined {
  if (challenge === undefined && method === undefined) return undefined
  if (method !== 'S256') throw refusal('invalid_request', 'code_challenge_method is not S256')
  if (challenge === undefined) throw refusal('invalid_request', 'code_challenge_method without code_challenge')
  // Of another form nothing is documented; no verifier could ever fit it.
  if (!CHALLENGE.test(challenge)) throw refusal('invalid_request', 'code_challenge is no SHA-256')
  return challenge
}
