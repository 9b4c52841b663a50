import type { ServiceName } from '../kernel/operation.ts'
import type { Addressed } from './identify.ts'

const KB = 1024
const MB = 1024 * KB

/**
 * What a body may have, as far as AWS says: a template of 50 kB in a form, where each byte may take three; a
 * definition of 6 MB that API Gateway imports; images of 2 MB for sign-in pages, in base64; a batch of log events of
 * 1 MB. AWS lets S3 take 5 GB at once; here an object is held in memory.
 */
const LIMITS: { readonly [service in ServiceName]?: number } = {
  apigateway: 8 * MB,
  apigatewayv2: 8 * MB,
  cloudformation: 2 * MB,
  'cognito-idp': 4 * MB,
  // Recorded in the refusal of a larger one: 50 MB of code, in base64.
  lambda: 70_167_211,
  logs: 2 * MB,
  s3: 128 * MB,
}

/** Parameters, policies, keys: all of them far below it. */
const OTHERS = MB

export function maxBodyBytesOf({ model }: Pick<Addressed, 'model'>): number {
  return (model && LIMITS[model.name]) ?? OTHERS
}
