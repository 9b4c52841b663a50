import { bindOperations, type Service } from '../../kernel/service.ts'
import { describeAvailabilityZones } from './operations/describe-availability-zones.ts'
import {
  describeRouteTables,
  describeSubnets,
  describeVpcs,
  describeVpnGateways,
} from './operations/describe-network.ts'

/**
 * Nothing but what the CDK CLI asks while it synthesizes a network, or looks one up: which zones there are, and the default
 * network. Keeps no state.
 */
export function createEc2Service(): Service {
  const operations = [
    describeAvailabilityZones,
    describeRouteTables,
    describeSubnets,
    describeVpcs,
    describeVpnGateways,
  ]
  return { name: 'ec2', operations: bindOperations(operations, {}), resourceTypes: [] }
}
