import { SERVICES } from '../../generated/services.ts'
import { callOf, type Forwards, forwardedAt, NO_FORWARDS } from '../../kernel/forwards.ts'

/** A service that answers here, as integrations call it. */
export interface CalledService {
  readonly signingName: string
  /** Of those that speak JSON: what stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix?: string
  readonly contentType: string
  readonly apiVersion: string
}

const JSON_TYPE = 'application/x-amz-json-1.1'

/** By the name that integrations give it: one that is emulated, or that another emulator answers for. */
export function findService(label: string, forwards: Forwards = NO_FORWARDS): CalledService | undefined {
  const own = Object.values(SERVICES).find(
    ({ endpointPrefix, signingName }) => endpointPrefix === label || signingName === label,
  )
  if (own) return { ...own, contentType: JSON_TYPE }
  const service = forwardedAt(label, forwards)
  if (service === undefined) return undefined
  const { targetPrefix, ...call } = callOf(service)
  // Of those that take forms and JSON, an integration calls by forms, as it did before there was JSON.
  return {
    signingName: service,
    ...call,
    ...(call.apiVersion === '' && targetPrefix !== undefined && { targetPrefix }),
  }
}
