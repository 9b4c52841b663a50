import { arnOf } from '../../kernel/arn.ts'
import type { Exchange } from './exchange.ts'

/**
 * What a call asks to invoke, as policies name it: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}`.
 * The path is the method's with the client's values in it, not the client's own text: `//pets` and `/p%65ts/` find the
 * same method, and a policy must not take them for something else.
 */
export function methodArnOf({ api, call, method, pathParameters }: Exchange): string {
  const { apiId, place, stageName } = api.snapshot
  let at = 1
  const path = method.resourcePath.replace(/\{[^/]+\}/g, (name) => {
    const value = pathParameters[at] ?? name
    at += 2
    return value
  })
  return arnOf('execute-api', place, `${apiId}/${stageName}/${call.httpMethod}${path}`)
}
