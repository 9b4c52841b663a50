import { createHash } from 'node:crypto'
import type { RouteTable, Subnet, Vpc } from '../../generated/ec2.ts'
import type { Place } from '../../kernel/place.ts'
import { zonesOf } from './zones.ts'

export interface DefaultNetwork {
  readonly vpc: Vpc
  readonly subnets: readonly Subnet[]
  readonly routeTable: RouteTable
}

const CIDR = '172.31.0.0/16'

/**
 * The network that an account has in each region without doing anything (documented: Default VPCs): a public subnet of
 * 4,096 addresses in each zone, and a main route table that leads to an internet gateway. Nothing is sent through it.
 */
export function defaultNetworkOf(place: Place): DefaultNetwork {
  const id = (prefix: string, part = '') => `${prefix}-0${digest(place, prefix + part).slice(0, 16)}`
  const [VpcId, RouteTableId, GatewayId] = [id('vpc'), id('rtb'), id('igw')]
  const OwnerId = place.account
  const vpc: Vpc = {
    OwnerId,
    InstanceTenancy: 'default',
    CidrBlockAssociationSet: [
      { AssociationId: id('vpc-cidr-assoc'), CidrBlock: CIDR, CidrBlockState: { State: 'associated' } },
    ],
    IsDefault: true,
    VpcId,
    State: 'available',
    CidrBlock: CIDR,
    DhcpOptionsId: id('dopt'),
  }
  const subnets = zonesOf(place.region).map(({ ZoneName = '', ZoneId }, index): Subnet => {
    const SubnetId = id('subnet', ZoneName)
    return {
      AvailabilityZoneId: ZoneId,
      MapCustomerOwnedIpOnLaunch: false,
      OwnerId,
      AssignIpv6AddressOnCreation: false,
      SubnetArn: `arn:aws:ec2:${place.region}:${place.account}:subnet/${SubnetId}`,
      EnableDns64: false,
      Ipv6Native: false,
      SubnetId,
      State: 'available',
      VpcId,
      CidrBlock: `172.31.${16 * index}.0/20`,
      // AWS keeps five addresses of each subnet (documented: Subnet CIDR blocks).
      AvailableIpAddressCount: 4091,
      AvailabilityZone: ZoneName,
      DefaultForAz: true,
      MapPublicIpOnLaunch: true,
    }
  })
  const how = { Origin: 'CreateRouteTable', State: 'active' }
  const routeTable: RouteTable = {
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: id('rtbassoc'),
        RouteTableId,
        AssociationState: { State: 'associated' },
      },
    ],
    PropagatingVgws: [],
    RouteTableId,
    Routes: [
      { ...how, DestinationCidrBlock: CIDR, GatewayId: 'local' },
      { ...how, DestinationCidrBlock: '0.0.0.0/0', GatewayId, Origin: 'CreateRoute' },
    ],
    VpcId,
    OwnerId,
  }
  return { vpc, subnets, routeTable }
}

/** Ids are the same whenever somebody asks: they end up in an app's cdk.context.json. */
function digest({ account, region }: Place, part: string): string {
  return createHash('sha256').update(`${account}/${region}/${part}`).digest('hex')
}
