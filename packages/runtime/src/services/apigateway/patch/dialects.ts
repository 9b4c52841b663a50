import { badRequest } from '../errors.ts'
import type { PatchDialect } from './patch.ts'

// Recorded on AWS.

/** Resource, Model, RequestValidator: the possible paths are listed. The double blank is AWS's. */
export function listingDialect(paths: readonly string[]): PatchDialect {
  const refuse = (path: string | undefined, verb: string) => {
    const invalid = `Invalid patch path  '${path ?? 'null'}' specified for op '${verb}'.`
    return badRequest(
      verb === 'replace'
        ? `${invalid} Must be one of: [${paths.join(', ')}]`
        : `${invalid} Please choose supported operations`,
    )
  }
  return { unknownPath: refuse, wrongVerb: refuse }
}

/** RestApi, Method, responses and the rest: the path is repeated. */
export const plainDialect: PatchDialect = {
  unknownPath: (path) => badRequest(`Invalid patch path ${path ?? 'null'}`),
  wrongVerb: (_path, _verb, allowed) =>
    badRequest(`Invalid patch operation specified. Must be one of: [${allowed.join(', ')}]`),
}

/** GatewayResponse: a wrong verb is a wrong path. */
export const pathDialect: PatchDialect = {
  unknownPath: (path) => badRequest(`Invalid patch path ${path ?? 'null'}`),
  wrongVerb: (path) => badRequest(`Invalid patch path ${path}`),
}
