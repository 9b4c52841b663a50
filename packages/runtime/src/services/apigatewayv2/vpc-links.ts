import type * as v2 from '../../generated/apigatewayv2.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { noVpcLink } from './errors.ts'
import type { Strings } from './records.ts'
import { wholeSeconds } from './wire.ts'

/** A way into subnets. One per account and region, not within an API. There is no network behind it. */
export interface VpcLinkRecord {
  readonly vpcLinkId: string
  readonly name: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  readonly createdAt: number
  readonly tags: Strings
}

export const vpcLinks = collection<VpcLinkRecord>('apigatewayv2/vpc-link')

export async function requireVpcLink(reader: Reader, place: Place, id: string): Promise<VpcLinkRecord> {
  const link = await vpcLinks.find(reader, place, id)
  if (!link) throw noVpcLink()
  return link
}

// Statuses and their texts are those of the AWS CLI's examples.
const PENDING = { VpcLinkStatus: 'PENDING', VpcLinkStatusMessage: 'VPC link is provisioning ENIs' }
const AVAILABLE = { VpcLinkStatus: 'AVAILABLE', VpcLinkStatusMessage: 'VPC link is ready to route traffic' }

/** As it is told when it has just been made: on AWS it then takes minutes. */
export function newVpcLinkToWire(record: VpcLinkRecord): v2.VpcLink {
  return { ...vpcLinkToWire(record), ...PENDING }
}

export function vpcLinkToWire(record: VpcLinkRecord): v2.VpcLink {
  return {
    CreatedDate: wholeSeconds(record.createdAt),
    Name: record.name,
    SecurityGroupIds: record.securityGroupIds,
    SubnetIds: record.subnetIds,
    Tags: record.tags,
    VpcLinkId: record.vpcLinkId,
    VpcLinkVersion: 'V2',
    ...AVAILABLE,
  }
}
