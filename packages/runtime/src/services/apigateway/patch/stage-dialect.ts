import { badRequest } from '../errors.ts'
import type { PatchDialect } from './patch.ts'

const SETTINGS = [
  'metrics/enabled',
  'logging/dataTrace',
  'logging/loglevel',
  'throttling/burstLimit',
  'throttling/rateLimit',
  'caching/ttlInSeconds',
  'caching/enabled',
  'caching/dataEncrypted',
  'caching/requireAuthorizationForCacheControl',
  'caching/unauthorizedCacheControlHeaderStrategy',
]

/** After the two throttling settings AWS's list has a gap where the others have a comma. */
function listed(target: string, gap: string): string {
  return SETTINGS.map((setting) => `${target}/${setting}`)
    .join(', ')
    .replaceAll(/(burstLimit|rateLimit), /g, `$1${gap}`)
}

/** Verbatim, gaps included (recorded on AWS). */
const PATHS = [
  '/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings',
  '/accessLogSettings/destinationArn, /accessLogSettings/format',
  listed('/{resourcePath}/{httpMethod}', ''),
  listed('/*/*', ' '),
  '/variables/{variable_name}, /tracingEnabled',
].join(', ')

function unknownPath(path: string | undefined) {
  if (path === '/accessLogSettings' || path?.startsWith('/accessLogSettings/')) {
    return badRequest(
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    )
  }
  return badRequest(`Invalid method setting path: ${path ?? 'null'}. Must be one of: [${PATHS}]`)
}

/** How a stage words its refusals of a patch. */
export const stageDialect: PatchDialect = {
  unknownPath,
  wrongVerb(path, verb, allowed) {
    // What can only be removed, any two segments for one, counts as unknown for the other verbs.
    if (allowed.every((other) => other === 'remove' || other === 'copy')) return unknownPath(path)
    return badRequest(`Invalid ${verb} operation with path: ${path}`)
  },
}
