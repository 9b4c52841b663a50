import type { AdminCreateUserRequest } from '../../../generated/cognito-idp.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { ignoring, isAwsError } from '../../../kernel/errors.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import type { Act, ResourceWait, WaitingType } from '../../../kernel/resource-type.ts'

interface Ticket {
  readonly kind: Act['kind']
  readonly poolId: string
  readonly name: string
  readonly user?: AdminCreateUserRequest
  /** Of a creation: a user of this name that has come since then is this one. */
  readonly begunAt?: number
}

/**
 * `AWS::Cognito::UserPoolUser`. Invited as by an administrator; every change replaces it. `Ref` is the name as given.
 * Functions of the pool have a say in it, which are asked outside transactions: it is a type that waits.
 */
export function userPoolUserType({ clock }: { readonly clock: Clock }): WaitingType {
  return {
    type: 'AWS::Cognito::UserPoolUser',
    properties: {
      ClientMetadata: 'emulated',
      DesiredDeliveryMediums: 'emulated',
      ForceAliasCreation: 'emulated',
      MessageAction: 'emulated',
      UserAttributes: 'emulated',
      UserPoolId: 'emulated',
      Username: 'emulated',
      ValidationData: 'emulated',
    },

    async begin(act) {
      const ticket = ticketOf(act, clock.now())
      return { ticket: ticket as unknown as JsonValue, physicalId: ticket.name }
    },

    async outcome(given, wait) {
      const ticket = given as unknown as Ticket
      if (ticket.kind === 'create') await create(ticket, wait)
      if (ticket.kind === 'remove') await remove(ticket, wait)
      return { result: null }
    },

    async end(given) {
      return { physicalId: (given as unknown as Ticket).name, attributes: {} }
    },
  }
}

function ticketOf(act: Act, begunAt: number): Ticket {
  if (act.kind === 'create') {
    const user = act.properties as unknown as AdminCreateUserRequest
    return { kind: 'create', poolId: user.UserPoolId, name: user.Username, user, begunAt }
  }
  const { physicalId, properties, ticket } = act.previous
  // A creation that came to no end tells when it began.
  const uncertain = ticket as unknown as Ticket | undefined
  const since = uncertain?.kind === 'create' ? { begunAt: uncertain.begunAt ?? begunAt } : {}
  return { kind: act.kind, poolId: String(properties.UserPoolId), name: physicalId, ...since }
}

async function create(ticket: Ticket, wait: ResourceWait): Promise<void> {
  try {
    await wait.call('cognito-idp', 'AdminCreateUser', ticket.user as AdminCreateUserRequest)
  } catch (error) {
    if (!isAwsError(error, 'UsernameExistsException') || !(await isOwn(ticket, wait))) throw error
  }
}

async function remove(ticket: Ticket, wait: ResourceWait): Promise<void> {
  const { poolId: UserPoolId, name: Username, begunAt } = ticket
  if (Username === '' || (begunAt !== undefined && !(await isOwn(ticket, wait)))) return
  const removal = wait.call('cognito-idp', 'AdminDeleteUser', { UserPoolId, Username })
  await ignoring('ResourceNotFoundException', ignoring('UserNotFoundException', removal))
}

/** Whether this very resource has made the user of this name, in an act that was taken up again. */
async function isOwn({ poolId, name, begunAt = 0 }: Ticket, { call }: ResourceWait): Promise<boolean> {
  const search = call('cognito-idp', 'AdminGetUser', { UserPoolId: poolId, Username: name })
  const found = await ignoring('ResourceNotFoundException', ignoring('UserNotFoundException', search))
  return Number(found?.UserCreateDate ?? -1) >= begunAt
}
