import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'

interface TokenEvent {
  readonly triggerSource: string
  readonly callerContext: { readonly clientId: string }
  readonly response: object
}

const { PARAMETERS = '' } = process.env
const ssm = new SSMClient()
/** By client. Kept as long as the execution environment. */
const tenants = new Map<string, string>()

/** Puts the tenant of a client into its tokens; a client without one gets no token. */
export async function handler(event: TokenEvent) {
  const { clientId } = event.callerContext
  const tenant = tenants.get(clientId) ?? (await tenantOf(clientId))
  tenants.set(clientId, tenant)
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenant } } } },
  }
}

async function tenantOf(clientId: string): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${PARAMETERS}/${clientId}` }))
  if (Parameter?.Value === undefined) throw new Error(`client ${clientId} belongs to no tenant`)
  return Parameter.Value
}
