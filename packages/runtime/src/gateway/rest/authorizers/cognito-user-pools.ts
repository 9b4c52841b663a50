import { parseArn } from '../../../kernel/arn.ts'
import { readToken, type UnverifiedToken } from '../../../kernel/signed-token.ts'
import { compileJavaRegex, type JavaRegex, javaMatches } from '../../../languages/java-regex/java-regex.ts'
import { type CandidateToken, foreseenBy } from '../../foreseen.ts'
import type { TokenIssuer } from '../../ports.ts'
import { withStageVariables } from '../../stage-variables.ts'
import type { IssuerCache } from '../../tokens/issuer-cache.ts'
import type { VerifiedToken } from '../../tokens/verified-token.ts'
import { tokenOf, verifyToken } from '../../tokens/verify-token.ts'
import type { AuthorizerDefinition } from '../definition.ts'
import { GatewayError, unauthorized } from '../gateway-error.ts'
import type { Ports } from '../runtime.ts'
import type { Authorize, Authorizer, GuardedMethod } from './authorizer.ts'

interface Pools {
  readonly arns: readonly string[]
  readonly arnSet: ReadonlySet<string>
}

/** Access tokens of user pools for a method with scopes, ID tokens for one without. */
export const cognitoUserPools: Authorizer = {
  type: 'COGNITO_USER_POOLS',
  definitionTypes: ['COGNITO_USER_POOLS'],
  check,
  compile,
  compileTest: compile,
  foresee,
}

/**
 * The order of the checks: header, form, issuer, key, signature, expiry, kind of token, audience, scopes; expiry is
 * reported ahead of scope.
 */
function compile({ definition, scopes, variables }: GuardedMethod, ports: Ports): Authorize {
  if (!definition) throw new Error('the method has no authorizer')
  const { issuers, tokens } = ports
  const header = headerOf(definition)
  const arns = (definition.providerARNs ?? []).map((arn) => withStageVariables(arn, variables))
  const pools: Pools = { arns, arnSet: new Set(arns) }
  const audience = definition.identityValidationExpression
    ? compileJavaRegex(definition.identityValidationExpression)
    : undefined

  return (exchange) => {
    const text = tokenIn(exchange.call.headers[header], header)
    const known = tokens.get(text)
    if (known && isTrusted(known, pools, issuers)) return accept(known)

    const token = readToken(text)
    const found = currentPools(pools, issuers)
    return found ? verified(found) : loadPools(pools, issuers).then(verified)

    function verified(candidates: readonly TokenIssuer[]): void {
      const fresh = verifyToken(token, issuerOf(token, candidates, pools))
      // Also when it is refused below: what it is good for depends on the method and the time, and is asked each time.
      tokens.set(text, fresh)
      accept(fresh)
    }
    function accept(candidate: VerifiedToken): void {
      exchange.tokenSeen = candidate
      judge(candidate, exchange.startedAt, scopes, audience)
      exchange.token = candidate
    }
  }
}

/** With the same checks, of a token that is not looked for in a header. */
function foresee({ definition, scopes, variables }: GuardedMethod, { claims, issuer }: CandidateToken, now: number) {
  const arns = (definition?.providerARNs ?? []).map((arn) => withStageVariables(arn, variables))
  const expression = definition?.identityValidationExpression
  return foreseenBy(() => {
    if (!arns.includes(issuer.poolArn)) throw otherPool(issuer.poolId, arns.map(poolIdOf))
    judge(tokenOf(claims, issuer), now, scopes, expression ? compileJavaRegex(expression) : undefined)
  }, GatewayError)
}

/** Documented (apigateway-enable-cognito-user-pool). */
const MAX_POOLS = 1000
const STAGE_VARIABLE = /\$\{stageVariables\.\w+\}/
const HEADER_SOURCE = /^method\.request\.header\.([\w!#$%&'*+.^`|~-]+)$/

/** What is required is documented (API_CreateAuthorizer), the texts of the refusals are inferred. */
function check({ providerARNs = [], identitySource = '' }: AuthorizerDefinition): string | undefined {
  if (providerARNs.length === 0) {
    return 'Invalid authorizer: provider ARNs are required for an authorizer of type COGNITO_USER_POOLS'
  }
  if (providerARNs.length > MAX_POOLS) {
    return `Invalid authorizer: at most ${MAX_POOLS} provider ARNs are allowed for an authorizer of type COGNITO_USER_POOLS`
  }
  const wrong = providerARNs.find((arn) => !isUserPool(arn))
  if (wrong !== undefined) return `Invalid ARN. ARN is not well formed ${wrong}`
  return HEADER_SOURCE.test(identitySource) ? undefined : `Invalid mapping expression specified: ${identitySource}`
}

/** A stage variable may stand for the ARN or parts of it (documented). */
function isUserPool(text: string): boolean {
  if (STAGE_VARIABLE.test(text)) return true
  const arn = parseArn(text)
  return arn?.service === 'cognito-idp' && /^userpool\/.+/.test(arn.resource)
}

function headerOf({ name, identitySource }: AuthorizerDefinition): string {
  const header = HEADER_SOURCE.exec(identitySource ?? '')?.[1]
  if (!header) throw new Error(`authorizer ${name} has no header as its identity source`)
  return header.toLowerCase()
}

/** Raw or after `Bearer ` (both observed). Blanks anywhere else spoil the token. */
function tokenIn(value: string | undefined, header: string): string {
  // A header that is named like a member of Object's prototype has a value, but no text.
  if (typeof value !== 'string' || value === '') throw unauthorized(`no token in the header ${header}`, 'token-missing')
  return value.startsWith('Bearer ') ? value.slice(7) : value
}

/** A token verified before counts only for the pools of this authorizer, and only while the pool is the same. */
function isTrusted({ issuer }: VerifiedToken, pools: Pools, issuers: IssuerCache): boolean {
  return pools.arnSet.has(issuer.poolArn) && issuers.current(issuer.poolArn) === issuer
}

function currentPools(pools: Pools, issuers: IssuerCache): TokenIssuer[] | undefined {
  const found: TokenIssuer[] = []
  for (const arn of pools.arns) {
    const issuer = issuers.current(arn)
    if (!issuer) return undefined
    found.push(issuer)
  }
  return found
}

async function loadPools(pools: Pools, issuers: IssuerCache): Promise<TokenIssuer[]> {
  const found = await Promise.all(pools.arns.map((arn) => issuers.current(arn) ?? issuers.load(arn)))
  return found.filter((issuer) => issuer !== undefined)
}

function issuerOf(token: UnverifiedToken, candidates: readonly TokenIssuer[], pools: Pools): TokenIssuer {
  const issuer = candidates.find((candidate) => candidate.issuer === token.issuer)
  if (issuer) return issuer
  const wanted = pools.arns.map(poolIdOf)
  const missing = wanted.filter((id) => !candidates.some(({ poolId }) => poolId === id))
  const blamed = missing.find((id) => token.issuer.endsWith(`/${id}`)) ?? (candidates.length ? undefined : missing[0])
  if (blamed !== undefined || !wanted.length) {
    const reason = `the authorizer's user pool ${blamed ?? ''} does not exist`
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', reason, { kind: 'pool-unknown' })
  }
  const pool = token.issuer.slice(token.issuer.lastIndexOf('/') + 1).slice(0, 80)
  throw otherPool(pool, wanted)
}

function otherPool(pool: string, wanted: readonly string[]): GatewayError {
  return unauthorized(`token of pool ${JSON.stringify(pool)}, authorizer wants ${wanted.join(' or ')}`, 'pool-other')
}

function poolIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

function judge(
  token: VerifiedToken,
  now: number,
  methodScopes: readonly string[],
  audience: JavaRegex | undefined,
): void {
  if (now >= token.expiresAt * 1000) {
    const when = new Date(Math.min(token.expiresAt * 1000, 8.64e15)).toISOString()
    throw new GatewayError('UNAUTHORIZED', `token expired at ${when}`, {
      message: 'The incoming token has expired',
      kind: 'token-expired',
    })
  }
  // A method with scopes takes access tokens, one without takes ID tokens, and neither takes the other kind.
  const wanted = methodScopes.length ? 'access' : 'id'
  if (token.tokenUse !== wanted) {
    const why = methodScopes.length ? 'the method has scopes' : 'the method has no scopes'
    throw unauthorized(`token_use is ${JSON.stringify(token.tokenUse)}, ${why} and wants "${wanted}"`, 'token-use')
  }
  if (audience) {
    const { aud } = token.claims
    if (typeof aud !== 'string' || !javaMatches(audience, aud)) {
      throw unauthorized("the token's aud does not match the identity validation expression", 'audience')
    }
  }
  if (methodScopes.length && !methodScopes.some((scope) => token.scopes.has(scope))) {
    const has = [...token.scopes].join(' ')
    throw unauthorized(`token has scopes [${has}], method wants one of [${methodScopes.join(' ')}]`, 'scopes')
  }
}
