import { type FoundClient, findClient } from '../../machine-clients/find-client.ts'
import { basicOf, tokenEndpointOf, tokenForm } from '../../machine-clients/token-endpoint.ts'
import { CommandFailure } from '../command.ts'
import type { CognitoAccess } from './cognito.ts'

export interface Wanted {
  readonly client: string
  readonly pool?: string
  readonly scopes: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
}

/** A request for a token, to be sent or shown. */
export interface TokenRequest {
  readonly url: string
  readonly client: FoundClient
  readonly form: URLSearchParams
}

/** `origin` is that of a running server, whose token endpoints are found below it. */
export async function tokenRequest(
  { client, pool, scopes, metadata }: Wanted,
  { call, region }: CognitoAccess,
  origin: string | undefined,
): Promise<TokenRequest> {
  const found = await named(client, call, pool)
  const { clientId, clientSecret, domain, poolId } = found
  if (clientSecret === undefined) throw new CommandFailure(`the client ${clientId} has no secret: it is no machine’s`)
  if (!domain) throw new CommandFailure(`the user pool ${poolId} has no domain, and so no token endpoint`)
  const url =
    origin === undefined ? tokenEndpointOf(domain, region) : `${origin}/_aws/cognito/${domain.name}/oauth2/token`
  return { url, client: found, form: tokenForm(scopes, metadata) }
}

async function named(...asked: Parameters<typeof findClient>): Promise<FoundClient> {
  try {
    return await findClient(...asked)
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error
    throw new CommandFailure(error.message)
  }
}

/** The access token. */
export async function sendTokenRequest({ url, client, form }: TokenRequest): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { authorization: basicOf(client) }, body: form })
  const text = await response.text()
  const token = accessTokenIn(text)
  if (token !== undefined) return token
  const requestId = response.headers.get('x-amz-cognito-request-id')
  throw new CommandFailure(
    `the token endpoint answered ${response.status}: ${text}`,
    requestId === null ? undefined : `Why: sallyport explain ${requestId}`,
  )
}

function accessTokenIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly access_token?: string }).access_token
  } catch {
    return undefined
  }
}

/** The same request as a line for a shell. */
export function curlLine({ url, client: { clientId, clientSecret }, form }: TokenRequest): string {
  const data = [...form].map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return ['curl', '-s', '-u', quoted(`${clientId}:${clientSecret}`), ...data, quoted(url)].join(' ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
