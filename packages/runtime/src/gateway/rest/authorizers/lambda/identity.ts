import { createHash } from 'node:crypto'
import type { Exchange } from '../../exchange.ts'
import { unauthorized } from '../../gateway-error.ts'
import { compileSource, type Source } from '../../mapping/source.ts'

/** One of the values that tell a caller from others. */
export interface IdentitySource {
  readonly text: string
  readonly source: Source
}

const SOURCE = /^(?:method\.request\.(?:header|querystring)|stageVariables|context)\.[^\s,]+$/

/** A list such as `method.request.header.A, stageVariables.B`; undefined where one of them is none. */
export function readIdentitySources(text: string): readonly IdentitySource[] | undefined {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const sources: IdentitySource[] = []
  for (const name of names) {
    const source = SOURCE.test(name) ? compileSource(name) : undefined
    if (!source) return undefined
    sources.push({ text: name, source })
  }
  return sources
}

/** The values, all of which must be there. An empty one counts as missing (observed). */
export function identityOf(exchange: Exchange, sources: readonly IdentitySource[]): readonly string[] {
  return sources.map(({ text, source }) => {
    const value = source.read(exchange)
    if (!value)
      throw unauthorized(`the call has no ${text}, which is an identity source of the authorizer`, 'identity-missing')
    return value
  })
}

/**
 * Under which an answer is kept: for the stage, the authorizer and the identity, which itself is not kept. `question` says
 * who is asked about what: an answer to another one is none to this (inferred).
 */
export function cacheKeyOf({ api }: Exchange, question: string, identity: readonly string[]): string {
  const { apiId, authorizersEpoch, stageName } = api.snapshot
  const hash = createHash('sha256')
  for (const value of identity) hash.update(`${Buffer.byteLength(value)}:`).update(value)
  return `${apiId}/${stageName}/${authorizersEpoch}/${question}/${hash.digest('base64')}`
}
