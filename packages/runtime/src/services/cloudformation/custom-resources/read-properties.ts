import { parseArn } from '../../../kernel/arn.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { ProvisioningError } from '../errors.ts'

/** What CloudFormation itself reads of a custom resource's properties. */
export interface OwnProperties {
  readonly functionArn: string
  readonly timeoutSeconds: number
}

/** Documented. */
const MAX_TIMEOUT_SECONDS = 3600

/** The limits are documented; the text about the token is general knowledge, the one about the timeout inferred. */
export function readProperties({ ServiceToken, ServiceTimeout = MAX_TIMEOUT_SECONDS }: JsonObject): OwnProperties {
  if (ServiceToken === undefined) {
    throw new ProvisioningError('Property validation failure: [The property {/ServiceToken} is required]')
  }
  refuseTopic(ServiceToken)
  const token = typeof ServiceToken === 'string' ? ServiceToken : ''
  const arn = parseArn(token)
  if (arn?.service !== 'lambda' || !arn.resource.startsWith('function:')) {
    throw new ProvisioningError('Invalid service token.')
  }
  const timeoutSeconds = Number(ServiceTimeout)
  if (!Number.isInteger(timeoutSeconds) || timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
    throw new ProvisioningError(`Value of property ServiceTimeout must be an integer from 1 to ${MAX_TIMEOUT_SECONDS}`)
  }
  return { functionArn: token, timeoutSeconds }
}

export function refuseTopic(token: JsonValue | undefined): void {
  if (typeof token === 'string' && parseArn(token)?.service === 'sns') {
    throw notEmulated('A custom resource whose ServiceToken is an SNS topic')
  }
}
