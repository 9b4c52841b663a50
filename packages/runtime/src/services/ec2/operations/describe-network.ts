import type { Filter, RouteTable, Subnet, Vpc } from '../../../generated/ec2.ts'
import { operationsOf } from '../../../kernel/operation.ts'
import { defaultNetworkOf } from '../default-network.ts'
import { dryRun, invalidParameterValue, notFound } from '../errors.ts'
import { type Filterable, matchesAll } from '../filters.ts'

// What `Vpc.fromLookup` of the CDK asks for. The networks of stacks are recorded, and are not among what is told here.

const operation = operationsOf<'ec2', object>()

/** Documented: API_DescribeVpcs. The CDK CLI asks for `isDefault`, which AWS takes for `is-default`. */
const OF_VPCS: Filterable<Vpc> = {
  cidr: ({ CidrBlock }) => CidrBlock,
  'cidr-block-association.cidr-block': ({ CidrBlock }) => CidrBlock,
  'cidr-block-association.state': () => 'associated',
  'dhcp-options-id': ({ DhcpOptionsId }) => DhcpOptionsId,
  'is-default': ({ IsDefault }) => IsDefault,
  isDefault: ({ IsDefault }) => IsDefault,
  'owner-id': ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  'tag-key': () => [],
  'vpc-id': ({ VpcId }) => VpcId,
}

/** Documented: API_DescribeSubnets, of which this is what a subnet without IPv6 has. */
const OF_SUBNETS: Filterable<Subnet> = {
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
  'available-ip-address-count': ({ AvailableIpAddressCount }) => AvailableIpAddressCount,
  'cidr-block': ({ CidrBlock }) => CidrBlock,
  'default-for-az': ({ DefaultForAz }) => DefaultForAz,
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  'owner-id': ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  'subnet-arn': ({ SubnetArn }) => SubnetArn,
  'subnet-id': ({ SubnetId }) => SubnetId,
  'tag-key': () => [],
  'vpc-id': ({ VpcId }) => VpcId,
}

/** Documented: API_DescribeRouteTables, of which this is what a main table has. */
const OF_ROUTE_TABLES: Filterable<RouteTable> = {
  'association.main': () => true,
  'association.route-table-id': ({ RouteTableId }) => RouteTableId,
  'association.subnet-id': () => [],
  'owner-id': ({ OwnerId }) => OwnerId,
  'route-table-id': ({ RouteTableId }) => RouteTableId,
  'route.destination-cidr-block': ({ Routes = [] }) => Routes.map(({ DestinationCidrBlock }) => DestinationCidrBlock),
  'route.gateway-id': ({ Routes = [] }) => Routes.map(({ GatewayId }) => GatewayId),
  'tag-key': () => [],
  'vpc-id': ({ VpcId }) => VpcId,
}

export const describeVpcs = operation('DescribeVpcs', async (input, _deps, { place }) => {
  refuse(input)
  const { VpcIds = [], Filters = [] } = input
  const all = [defaultNetworkOf(place).vpc]
  return { Vpcs: chosen('Vpc', all, ({ VpcId }) => VpcId, VpcIds, Filters, OF_VPCS) }
})

export const describeSubnets = operation('DescribeSubnets', async (input, _deps, { place }) => {
  refuse(input)
  const { SubnetIds = [], Filters = [] } = input
  const all = defaultNetworkOf(place).subnets
  return { Subnets: chosen('Subnet', all, ({ SubnetId }) => SubnetId, SubnetIds, Filters, OF_SUBNETS) }
})

export const describeRouteTables = operation('DescribeRouteTables', async (input, _deps, { place }) => {
  refuse(input)
  const { RouteTableIds = [], Filters = [] } = input
  const all = [defaultNetworkOf(place).routeTable]
  const idOf = ({ RouteTableId }: RouteTable) => RouteTableId
  return { RouteTables: chosen('RouteTable', all, idOf, RouteTableIds, Filters, OF_ROUTE_TABLES) }
})

/** There are none, whatever is asked of them. */
export const describeVpnGateways = operation('DescribeVpnGateways', async (input) => {
  refuse(input)
  const [first] = input.VpnGatewayIds ?? []
  if (first !== undefined) throw notFound('VpnGateway', first)
  return { VpnGateways: [] }
})

/** All there is stands on the first page. */
function refuse({ DryRun, NextToken }: { readonly DryRun?: boolean; readonly NextToken?: string }): void {
  if (DryRun) throw dryRun()
  if (NextToken !== undefined) throw invalidParameterValue(`Invalid value '${NextToken}' for nextToken`)
}

function chosen<Resource extends object>(
  kind: 'Vpc' | 'Subnet' | 'RouteTable',
  all: readonly Resource[],
  idOf: (resource: Resource) => string | undefined,
  ids: readonly string[],
  filters: readonly Filter[],
  filterable: Filterable<Resource>,
): Resource[] {
  const stranger = ids.find((id) => !all.some((resource) => idOf(resource) === id))
  if (stranger !== undefined) throw notFound(kind, stranger)
  const named = all.filter((resource) => ids.length === 0 || ids.includes(idOf(resource) ?? ''))
  return named.filter((resource) => matchesAll(resource, filters, filterable))
}
