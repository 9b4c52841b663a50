import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'

/** What the server needs of the event of a REST API's proxy integration. */
export interface GatewayEvent {
  readonly httpMethod: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly requestContext: {
    readonly domainName: string
    readonly path: string
    /** Claims of a token that API Gateway has verified. */
    readonly authorizer: { readonly claims: Readonly<Record<'client_id' | 'scope', string>> }
  }
}

export interface GatewayAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function toRequest({ httpMethod, headers, body, requestContext }: GatewayEvent): Request {
  const { domainName, path } = requestContext
  return new Request(`https://${domainName}${path}`, { method: httpMethod, headers, body })
}

export function toAuthInfo({ headers, requestContext }: GatewayEvent): AuthInfo {
  const { client_id, scope } = requestContext.authorizer.claims
  return { token: headers.Authorization ?? '', clientId: client_id, scopes: scope.split(' ') }
}

export async function toAnswer(response: Response): Promise<GatewayAnswer> {
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  }
}
