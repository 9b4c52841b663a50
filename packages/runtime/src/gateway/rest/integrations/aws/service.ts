import type { Forwards } from '../../../../kernel/forwards.ts'
import { urlSuffixOf } from '../../../../kernel/place.ts'
import { type CalledService, findService } from '../../../aws-calls/find-service.ts'
import { signedHeaders } from '../../../aws-calls/signed-headers.ts'
import type { HttpBackend } from '../../../backends/http-backend.ts'
import type { ServiceTarget } from '../../../functions/aws-uri.ts'
import { MAX_BODY_BYTES } from '../../../limits.ts'
import { withStageVariables } from '../../../stage-variables.ts'
import type { Exchange } from '../../exchange.ts'
import { misconfigured } from '../../gateway-error.ts'
import { payloadBytes } from '../../mapping/payload.ts'
import { ownHeaders } from '../http/request-headers.ts'
import { send } from '../http/send.ts'
import { compileTarget } from '../http/target.ts'
import type { IntegratedMethod, Invoke } from '../integration.ts'

/** Name and value of each header that makes a request one of AWS's. */
type Signed = (exchange: Exchange) => readonly string[]

/** Calls a service of AWS that is emulated here, as the integration's role. */
export function compileServiceCall(
  target: ServiceTarget,
  { definition, variables }: IntegratedMethod,
  http: HttpBackend,
  forwards: Forwards | undefined,
): Invoke {
  const service = findService(target.service, forwards)
  if (!service) throw new Error(`the service ${target.service} is not emulated`)
  const { httpMethod, timeoutInMillis, credentials } = definition
  const { address, headers } = target.kind === 'action' ? actionOf(target, service) : pathOf(target)
  const url = compileTarget(address, variables, false)
  const role = credentials && withStageVariables(credentials, variables)
  const signed = signing(target.region, service.signingName, role)

  return (exchange) => {
    const { call, integrationRequest } = exchange
    const body = payloadBytes(integrationRequest)
    const to = url(exchange)
    const own = ownHeaders(exchange, to, body.length > 0)
    const request = {
      method: httpMethod === undefined || httpMethod === 'ANY' ? call.httpMethod : httpMethod,
      url: to,
      rawHeaders: [...withDefaults(own, headers), ...signed(exchange)],
      body,
      timeoutMs: timeoutInMillis,
      maxBytes: MAX_BODY_BYTES,
      streams: false,
      acceptsAnyIssuer: false,
      client: call.request,
    }
    return send(request, http, exchange)
  }
}

interface Address {
  readonly address: string
  /** Where nothing else is mapped. */
  readonly headers: readonly string[]
}

function pathOf(target: ServiceTarget): Address {
  return { address: `${originOf(target)}/${target.rest.replace(/^\/+/, '')}`, headers: [] }
}

/** An operation by its name: in the query, or for services that speak JSON in a header (inferred). */
function actionOf(target: ServiceTarget, service: CalledService): Address {
  const [action = '', ...more] = target.rest.split('&')
  if (service.targetPrefix !== undefined) {
    const headers = ['X-Amz-Target', `${service.targetPrefix}.${action}`, 'Content-Type', service.contentType]
    return { address: `${originOf(target)}/`, headers }
  }
  const query = [`Action=${action}`, `Version=${service.apiVersion}`, ...more].join('&')
  return { address: `${originOf(target)}/?${query}`, headers: [] }
}

function originOf({ region, service, subdomain }: ServiceTarget): string {
  return `https://${subdomain ? `${subdomain}.` : ''}${service}.${region}.${urlSuffixOf(region)}`
}

/** What is mapped counts; of a content type that is only the client's the service's own takes the place. */
function withDefaults(own: readonly string[], defaults: readonly string[]): string[] {
  if (defaults.length === 0) return [...own]
  const headers = [...defaults]
  const names = new Set(defaults.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()))
  for (let i = 0; i + 1 < own.length; i += 2) {
    if (!names.has((own[i] as string).toLowerCase())) headers.push(own[i] as string, own[i + 1] as string)
  }
  return headers
}

/** Made once for a method. */
function signing(region: string, service: string, role: string | undefined): Signed {
  let headers: readonly string[] | undefined
  return ({ api, runtime }) => {
    headers ??= signedHeaders({ region, service, role }, api.snapshot.place, runtime.random)
    if (!headers) throw misconfigured(`${role} is no role`)
    return headers
  }
}
