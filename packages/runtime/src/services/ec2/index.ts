import { bindOperations, type Service } from '../../kernel/service.ts'
import { describeAvailabilityZones } from './operations/describe-availability-zones.ts'

/** Nothing but what the CDK CLI asks while it synthesizes a network: which zones there are. Keeps no state. */
export function createEc2Service(): Service {
  return { name: 'ec2', operations: bindOperations([describeAvailabilityZones], {}), resourceTypes: [] }
}
