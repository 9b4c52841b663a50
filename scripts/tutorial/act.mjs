// Acts out the tutorial against a deployed example: a call without a token, two token requests, a call with the token.
import { curlLine, exchange, responseText } from './exchange.mjs'

export const SCOPE = 'awesomeapi-resource-server/awesomeapi.read'

/**
 * Sends the tutorial's requests one by one and tells `print` of each as it happens.
 * `urls`: { api, token } as they work here; `expected`: { message, expiresIn }. Resolves with the list of
 * disappointments: empty when all of it was as it should be.
 */
export async function actOut({ urls, client, expected, print }) {
  const problems = []
  const check = (holds, what) => {
    if (!holds) problems.push(what)
  }
  const show = async (title, request) => {
    print(`\n── ${title}\n\n$ ${curlLine(request).replaceAll('\n', '\n  ')}\n`)
    const body = request.form && new URLSearchParams(request.form).toString()
    const response = await exchange({ ...request, body })
    print(indent(responseText(response)))
    return response
  }

  const refused = await show('Without a token the API refuses', { url: urls.api })
  check(refused.status === 401, `the call without a token was answered ${refused.status}, not 401`)
  check(refused.body === '{"message":"Unauthorized"}', 'the refusal does not read {"message":"Unauthorized"}')
  check(refused.header('x-amzn-errortype') === 'UnauthorizedException', 'x-amzn-ErrorType is missing from the refusal')

  const token = await show('Ask for a token', tokenRequest(urls, client, { scope: SCOPE }))
  const { access_token: accessToken } = checkToken(token, expected, check)
  if (!accessToken) return problems

  const allScopes = await show('The scope may be left out: all of the client’s scopes', tokenRequest(urls, client, {}))
  checkToken(allScopes, expected, check)

  const answer = await show('With the token the API answers', {
    url: urls.api,
    headers: { Authorization: accessToken },
  })
  check(answer.status === 200, `the call with the token was answered ${answer.status}, not 200`)
  check(answer.body === JSON.stringify({ statusCode: 200, message: expected.message }), 'the answer has another body')
  return problems
}

export function tokenRequest(urls, { clientId, clientSecret }, extra) {
  return {
    url: urls.token,
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    form: { grant_type: 'client_credentials', ...extra },
  }
}

function checkToken(response, expected, check) {
  check(response.status === 200, `the token request was answered ${response.status}, not 200`)
  const body = response.status === 200 ? JSON.parse(response.body) : {}
  check(body.token_type === 'Bearer', 'token_type is not Bearer')
  check(body.expires_in === expected.expiresIn, `expires_in is ${body.expires_in}, not ${expected.expiresIn}`)
  const claims = body.access_token ? claimsIn(body.access_token) : {}
  check(claims.token_use === 'access', 'the token is not an access token')
  check(claims.scope === SCOPE, `the token's scope is ${claims.scope}`)
  return body
}

function claimsIn(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'))
}

const indent = (text) => text.replaceAll(/^/gm, '  ')
