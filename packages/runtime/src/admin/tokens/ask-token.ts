import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import { quoted } from '../calls/shell.ts'
import { secretOf } from '../clients/clients.ts'
import type { TokenAnswer, TokenRequest } from '../contract/tokens.ts'
import type { AdminSource } from '../ports.ts'
import { AdminProblem } from '../problem.ts'

/** Asks a client's own token endpoint, as the client would. */
export async function askToken(asked: TokenRequest, { inside, status }: AdminSource): Promise<TokenAnswer> {
  const { domains } = await status()
  const domain = domains.find(({ account, poolId }) => account === asked.account && poolId === asked.poolId)
  if (!domain) throw new AdminProblem(409, 'the pool has no domain, so it has no token endpoint')
  const secret = await secretOf(asked, inside)
  const { clientId, scopes } = asked
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scopes && { scope: scopes.join(' ') }) })
  const response = await inside.reach(
    new Request(domain.local, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form.toString(),
    }),
  )
  return { ...read(response, await response.text()), curl: tokenCurl(domain.local, clientId, form) }
}

function read({ status, headers }: Response, text: string): Omit<TokenAnswer, 'curl'> {
  const { access_token: accessToken, token_type: tokenType, expires_in: expires, error } = parsed(text)
  const requestId = headers.get('x-amz-cognito-request-id')
  return {
    status,
    ...(requestId !== null && { requestId }),
    ...(typeof accessToken === 'string' && { accessToken }),
    ...(typeof tokenType === 'string' && { tokenType }),
    ...(typeof expires === 'number' && { expiresInSeconds: expires }),
    ...(typeof error === 'string' && { error }),
  }
}

function tokenCurl(url: string, clientId: string, form: URLSearchParams): string {
  const fields = [...form].map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return `curl -s -X POST ${quoted(url)} -u "${clientId}:$CLIENT_SECRET" ${fields.join(' ')}`
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}
