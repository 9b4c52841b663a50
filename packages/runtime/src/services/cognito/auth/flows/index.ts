import { invalidParameter } from '../../errors.ts'
import type { ClientRecord } from '../../records.ts'
import { choiceFlow } from './choice.ts'
import { customFlow } from './custom.ts'
import type { AuthFlow } from './flow.ts'
import { adminPasswordFlow, userPasswordFlow } from './password.ts'
import { refreshFlow } from './refresh.ts'
import { srpFlow } from './srp.ts'

const FLOWS: readonly AuthFlow[] = [adminPasswordFlow, choiceFlow, customFlow, refreshFlow, srpFlow, userPasswordFlow]

/** What a client that names no flows may use (documented: CreateUserPoolClient). */
const DEFAULT_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']

/** Whether the client may is asked before who the user is (inferred). */
export function requireFlow(client: ClientRecord, name: string, isAdmin: boolean): AuthFlow {
  const flow = FLOWS.find(({ names }) => names.includes(name))
  // Second-hand.
  if (!flow || (flow.isForAdmins && !isAdmin)) throw invalidParameter('Initiate Auth method not supported')
  const allowed = client.settings.ExplicitAuthFlows ?? DEFAULT_FLOWS
  if (!flow.allowedBy.some((each) => allowed.includes(each))) throw invalidParameter(flow.refusal)
  return flow
}
