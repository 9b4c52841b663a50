import type { TokenIssuer } from '../../gateway/ports.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import {
  checkSignature,
  RSA_ALGORITHMS,
  readToken,
  TokenError,
  type UnverifiedToken,
} from '../../kernel/signed-token.ts'
import { type Answering, bodyOf } from '../asked.ts'
import { readText } from '../clients/read-client.ts'
import type { PoolView } from '../contract/map.ts'
import type { TokenInspection } from '../contract/tokens.ts'
import { allStages, cellsOf } from '../map/access.ts'
import { poolViews } from '../map/pools.ts'
import type { AdminSource } from '../ports.ts'

/** `POST tokens/inspect`: what a token says, whether it is good, and what it opens. It is not kept. */
export const inspectToken: Answering<'POST tokens/inspect'> = async (asked, source) => {
  const text = readText(bodyOf(asked), 'token')
    .replace(/^Bearer\s+/i, '')
    .trim()
  const parts = { header: partOf(text, 0), claims: partOf(text, 1) }
  const said = { ...(parts.header && { header: parts.header }), ...(parts.claims && { claims: parts.claims }) }
  let token: UnverifiedToken
  try {
    token = readToken(text, RSA_ALGORITHMS)
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return { ...said, signature: 'unreadable', problem: error.message, scopes: [], methods: [] }
  }
  return { ...said, ...timesOf(token.claims, source), scopes: scopesOf(token.claims), ...(await judged(token, source)) }
}

type Judged = Pick<TokenInspection, 'signature' | 'problem' | 'issuedBy' | 'clientId' | 'methods'>

async function judged(token: UnverifiedToken, source: AdminSource): Promise<Judged> {
  const found = await issuerOf(token, source)
  if (!found) {
    const problem = `no pool of this server issues tokens as ${token.issuer.slice(0, 300)}`
    return { signature: 'unknown-issuer', problem, methods: [] }
  }
  const { issuer, pool } = found
  const { account, region, id: poolId, name: poolName } = pool
  const issuedBy = { account, region, poolId, poolName }
  try {
    checkSignature(token, issuer.keys, `user pool ${poolId}`)
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    const signature = error.flaw === 'key' ? 'unknown-key' : 'wrong'
    return { signature, problem: error.message, issuedBy, methods: [] }
  }
  const client = pool.clients.find(({ id }) => id === token.claims.client_id || id === token.claims.aud)
  const stages = await allStages(source)
  const cells = await cellsOf({ claims: token.claims, issuer }, scopesOf(token.claims), stages, source.inside)
  const methods = stages
    .flatMap((stage) => stage.methods)
    .flatMap(({ id }, at) => {
      const cell = cells[at]
      return cell ? [{ method: id, ...cell }] : []
    })
  return { signature: 'verified', issuedBy, ...(client && { clientId: client.id }), methods }
}

/** The pool of this server that issues under this name. */
async function issuerOf(
  { issuer: name }: UnverifiedToken,
  { inside, status }: AdminSource,
): Promise<{ readonly pool: PoolView; readonly issuer: TokenIssuer } | undefined> {
  const { domains } = await status()
  const pool = (await poolViews(inside, domains)).find(({ issuer }) => issuer === name)
  const issuer = pool && (await inside.issuer(pool.arn))
  return issuer && { pool, issuer }
}

function timesOf({ iat, exp }: JsonObject, { clock }: AdminSource): Partial<TokenInspection> {
  return {
    ...(isTime(iat) && { issuedAt: new Date(iat * 1000).toISOString() }),
    ...(isTime(exp) && { expiresAt: new Date(exp * 1000).toISOString(), isExpired: clock.nowMs() >= exp * 1000 }),
  }
}

/** Seconds since the epoch, of which there is a date. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12
}

function scopesOf({ scope }: JsonObject): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []
}

/** What a part says, whether or not the whole is a token. */
function partOf(text: string, at: number): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text.split('.')[at] ?? '', 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
