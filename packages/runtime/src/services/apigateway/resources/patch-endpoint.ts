import type { PatchOperation } from '../../../generated/apigateway.ts'
import type { ApiGatewayRestApiEndpointConfiguration } from '../../../generated/resource-properties.ts'
import { patchList, patchText } from './patches.ts'

/** The type first: a private API becomes dualstack by that. */
export function patchEndpoint(
  old: ApiGatewayRestApiEndpointConfiguration = {},
  wanted: ApiGatewayRestApiEndpointConfiguration = {},
): PatchOperation[] {
  const path = '/endpointConfiguration'
  const [oldType, type] = [old.Types?.[0] ?? 'EDGE', wanted.Types?.[0] ?? 'EDGE']
  const [oldAddresses, addresses] = [addressType(old, oldType), addressType(wanted, type)]
  return [
    ...patchText(`${path}/types/${oldType}`, oldType, type),
    ...patchText(`${path}/ipAddressType`, oldAddresses, addresses),
    ...patchList(`${path}/vpcEndpointIds`, old.VpcEndpointIds, wanted.VpcEndpointIds),
  ]
}

function addressType({ IpAddressType }: ApiGatewayRestApiEndpointConfiguration, type: string): string {
  return IpAddressType ?? (type === 'PRIVATE' ? 'dualstack' : 'ipv4')
}
