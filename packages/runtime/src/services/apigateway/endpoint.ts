import type { EndpointConfiguration } from '../../generated/apigateway.ts'
import { badRequest } from './errors.ts'
import type { RestApiRecord } from './records.ts'

type Endpoint = Pick<RestApiRecord, 'endpointTypes' | 'ipAddressType' | 'vpcEndpointIds'>

const TYPES: readonly string[] = ['REGIONAL', 'EDGE', 'PRIVATE']
const IP_ADDRESS_TYPES: readonly string[] = ['ipv4', 'dualstack']

// Defaults and texts were recorded on AWS.

/** The endpoint of a new API. */
export function endpointOf(given: EndpointConfiguration = {}): Endpoint {
  const { types = ['EDGE'], vpcEndpointIds } = given
  if (types.length === 0) throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.')
  if (types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.')
  const byDefault = types[0] === 'PRIVATE' ? 'dualstack' : 'ipv4'
  return checked({ endpointTypes: types, ipAddressType: given.ipAddressType ?? byDefault, vpcEndpointIds })
}

/** A private API becomes dualstack by itself. */
export function withEndpointType<T extends Endpoint>(api: T, type: string): T {
  if (!TYPES.includes(type)) throw badRequest(`Invalid EndpointTypes specified. Valid options are ${TYPES}`)
  return { ...api, endpointTypes: [type], ipAddressType: type === 'PRIVATE' ? 'dualstack' : api.ipAddressType }
}

export function withIpAddressType<T extends Endpoint>(api: T, ipAddressType: string): T {
  if (!IP_ADDRESS_TYPES.includes(ipAddressType)) throw badRequest('ipAddressType must be either ipv4 or dualstack.')
  return checked({ ...api, ipAddressType })
}

function checked<T extends Endpoint>(endpoint: T): T {
  if (endpoint.endpointTypes[0] === 'PRIVATE' && endpoint.ipAddressType === 'ipv4') {
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.')
  }
  return endpoint
}
