import { RSA_ALGORITHMS, readToken, TokenError } from '../../../../kernel/signed-token.ts'
import { type CandidateToken, foreseenBy } from '../../../foreseen.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import { IssuerError, type OidcIssuer, type OidcIssuers } from '../../../tokens/oidc-issuers.ts'
import { jwtOf, type VerifiedJwt, verifyJwt } from '../../../tokens/verified-jwt.ts'
import type { HttpAuthorizerDefinition } from '../../definition.ts'
import type { HttpExchange } from '../../exchange.ts'
import { HttpApiError } from '../../http-api-error.ts'
import { compileSelection, type Selection } from '../../mapping/selection.ts'
import type { Ports } from '../../runtime.ts'
import type { Authorize, Authorizer, GuardedRoute } from '../authorizer.ts'
import { JwtCaller } from './jwt-caller.ts'
import { flawedToken, insufficientScope, invalidToken, missingToken } from './refusals.ts'

/** Tokens of one issuer for some audiences; a route may ask for one of several scopes. */
export const jwt: Authorizer = { type: 'JWT', definitionType: 'JWT', check, compile, foresee }

/**
 * The order of the checks is the documented one (http-api-jwt-authorizer), but for the issuer, whose keys are asked
 * for.
 */
function compile({ definition, scopes, variables }: GuardedRoute, ports: Ports): Authorize {
  if (!definition) throw new Error('the route has no authorizer')
  const { issuers, tokens } = ports
  const source = sourceOf(definition)
  const { issuer: issuerUrl = '', audience = [] } = definition.jwtConfiguration ?? {}
  const trusted = withStageVariables(issuerUrl, variables)
  const wanted = { audiences: new Set(audience.map((entry) => withStageVariables(entry, variables))), scopes }

  return (exchange) => {
    const text = tokenOf(source, exchange)
    const known = tokens.get(text)
    if (known && known.issuer === issuers.current(trusted)) return accept(exchange, known)
    return verified(exchange, text)
  }

  async function verified(exchange: HttpExchange, text: string): Promise<void> {
    try {
      const token = readToken(text, RSA_ALGORITHMS)
      if (token.issuer !== trusted) {
        throw otherIssuer(scopes, token.issuer)
      }
      const fresh = verifyJwt(token, await issuerOf(issuers, trusted, token.keyId))
      // Also when it is refused below: what it is good for depends on the route and the time, and is asked each time.
      tokens.set(text, fresh)
      accept(exchange, fresh)
    } catch (error) {
      throw error instanceof TokenError ? flawedToken(scopes, error) : error
    }
  }

  function accept(exchange: HttpExchange, token: VerifiedJwt): void {
    exchange.tokenSeen = token
    judge(token, exchange.startedAt, wanted)
    exchange.caller = new JwtCaller(token, scopes.length > 0)
  }

  async function issuerOf(known: OidcIssuers, url: string, keyId: string): Promise<OidcIssuer> {
    try {
      return await known.withKey(url, keyId)
    } catch (error) {
      throw error instanceof IssuerError ? invalidToken(scopes, error.description, error.message) : error
    }
  }
}

/** With the same checks, of a token that is not looked for in a request. */
function foresee({ definition, scopes, variables }: GuardedRoute, { claims, issuer }: CandidateToken, now: number) {
  const { issuer: issuerUrl = '', audience = [] } = definition?.jwtConfiguration ?? {}
  const audiences = new Set(audience.map((entry) => withStageVariables(entry, variables)))
  return foreseenBy(() => {
    if (issuer.issuer !== withStageVariables(issuerUrl, variables)) throw otherIssuer(scopes, issuer.issuer)
    judge(jwtOf(claims, { url: issuer.issuer, keys: issuer.keys }), now, { audiences, scopes })
  }, HttpApiError)
}

/** Observed in access logs of the field. */
function otherIssuer(scopes: readonly string[], issuer: string): HttpApiError {
  return invalidToken(scopes, 'issuer does not match', `the token is of ${JSON.stringify(issuer.slice(0, 200))}`)
}

interface Wanted {
  readonly audiences: ReadonlySet<string>
  readonly scopes: readonly string[]
}

function judge(token: VerifiedJwt, now: number, { audiences, scopes }: Wanted): void {
  if (audiences.size > 0 && !token.audiences.some((audience) => audiences.has(audience))) {
    throw invalidToken(scopes, 'the token does not have a valid audience')
  }
  if (now >= token.expiresAt * 1000) throw invalidToken(scopes, 'the token has expired')
  // The texts of the next two are inferred.
  if (now < token.notBefore * 1000) throw invalidToken(scopes, 'the token is not valid yet')
  if (now < token.issuedAt * 1000) throw invalidToken(scopes, 'the token is used before it was issued')
  if (scopes.length > 0 && !scopes.some((scope) => token.scopes.has(scope))) {
    const has = [...token.scopes].join(' ')
    throw insufficientScope(scopes, `token has scopes [${has}], route wants one of [${scopes.join(' ')}]`)
  }
}

/** Raw or after `Bearer ` (documented). */
function tokenOf(source: Selection, exchange: HttpExchange): string {
  const value = source.read(exchange)
  if (!value) throw missingToken()
  return /^bearer /i.test(value) ? value.slice(7) : value
}

function sourceOf({ name, identitySource: [text = ''] }: HttpAuthorizerDefinition): Selection {
  const source = compileSelection(text, 'request')
  if (!source) throw new Error(`authorizer ${name} has no identity source that can be read`)
  return source
}

const TOKEN_SOURCE = /^\$request\.(?:header|querystring)\.[\w!#$%&'*+.^`|~-]+$/

/** What is required is documented (apigatewayv2: CreateAuthorizer), the texts are inferred. */
function check({ identitySource, jwtConfiguration }: HttpAuthorizerDefinition): string | undefined {
  const [source = ''] = identitySource
  if (identitySource.length !== 1 || !TOKEN_SOURCE.test(source)) {
    return `Invalid identity source specified: ${identitySource.join(', ')}`
  }
  const { issuer } = jwtConfiguration ?? {}
  if (!issuer) return 'Issuer is required for an authorizer of type JWT'
  if (/\$\{stageVariables\./.test(issuer)) return undefined
  const isUrl = URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol)
  return isUrl ? undefined : `Invalid issuer: ${issuer}. Issuer must be a valid URL`
}
