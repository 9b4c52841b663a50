import { ignoring } from '../../kernel/errors.ts'
import type { Call } from '../../kernel/operation.ts'
import { type Answering, type Asked, countIn, queryOf } from '../asked.ts'
import type { UserView } from '../contract/people.ts'
import type { Inside } from '../inside.ts'
import { timeOf } from '../map/client-view.ts'
import { AdminProblem } from '../problem.ts'

/** As many as ListUsers gives at once (documented: API_ListUsers). */
const LIMITS = { usual: 50, max: 60 }
const MAX_GROUPS = 60

export const listUsers: Answering<'GET pools/{poolId}/users'> = async (asked, { inside }) => {
  const query = queryOf(asked)
  const limit = countIn(query, 'limit', LIMITS)
  const { poolId, call, count } = await poolOf(asked, inside)
  const text = query.get('text') ?? ''
  const page = await call('cognito-idp', 'ListUsers', {
    UserPoolId: poolId,
    Limit: limit,
    PaginationToken: query.get('after') ?? undefined,
    Filter: text === '' ? undefined : filterOf(text),
  })
  const users = (page.Users ?? []).map(({ Attributes, ...user }) => viewOf(user, Attributes))
  return { users, count, ...(page.PaginationToken !== undefined && { next: page.PaginationToken }) }
}

export const showUser: Answering<'GET pools/{poolId}/users/{username}'> = async (asked, { inside }) => {
  const { poolId, call } = await poolOf(asked, inside)
  const named = { UserPoolId: poolId, Username: asked.params.username ?? '' }
  const found = await ignoring('UserNotFoundException', call('cognito-idp', 'AdminGetUser', named))
  if (!found) throw new AdminProblem(404, `there is no user ${JSON.stringify(named.Username.slice(0, 200))}`)
  const { Groups = [] } = await call('cognito-idp', 'AdminListGroupsForUser', { ...named, Limit: MAX_GROUPS })
  const attributes = found.UserAttributes ?? []
  return {
    ...viewOf(found, attributes),
    attributes: attributes.map(({ Name: name, Value: value = '' }) => ({ name, value })),
    groups: Groups.map(({ GroupName: name = '', Description: description, Precedence: precedence, RoleArn }) => ({
      name,
      ...(description !== undefined && { description }),
      ...(precedence !== undefined && { precedence }),
      ...(RoleArn !== undefined && { roleArn: RoleArn }),
    })),
    secondFactors: found.UserMFASettingList ?? [],
  }
}

interface FoundPool {
  readonly poolId: string
  readonly call: Call
  /** How many users it has. */
  readonly count: number
}

async function poolOf(asked: Asked, inside: Inside): Promise<FoundPool> {
  const query = queryOf(asked)
  const [account, region] = [query.get('account'), query.get('region')]
  const { poolId = '' } = asked.params
  const places = (await inside.places()).filter(
    (place) => (account === null || place.account === account) && (region === null || place.region === region),
  )
  for (const place of places) {
    const call = inside.operationsIn(place)
    const described = ignoring(
      'ResourceNotFoundException',
      call('cognito-idp', 'DescribeUserPool', { UserPoolId: poolId }),
    )
    // What cannot be the id of a pool is none.
    const found = await ignoring('InvalidParameterException', described)
    if (found) return { poolId, call, count: found.UserPool?.EstimatedNumberOfUsers ?? 0 }
  }
  throw new AdminProblem(404, `there is no user pool ${JSON.stringify(poolId.slice(0, 200))}`)
}

/** ListUsers compares one attribute (documented: API_ListUsers, Filter). */
function filterOf(text: string): string {
  const attribute = text.startsWith('+') ? 'phone_number' : text.includes('@') ? 'email' : 'username'
  return `${attribute} ^= "${text.replace(/["\\]/g, '\\$&')}"`
}

interface WireUser {
  readonly Username?: string
  readonly UserStatus?: string
  readonly Enabled?: boolean
  readonly UserCreateDate?: Date
  readonly UserLastModifiedDate?: Date
}

function viewOf(user: WireUser, attributes: readonly { Name: string; Value?: string }[] = []): UserView {
  const given = (name: string) => attributes.find(({ Name }) => Name === name)?.Value
  const [email, phoneNumber] = [given('email'), given('phone_number')]
  return {
    username: user.Username ?? '',
    sub: given('sub') ?? '',
    status: user.UserStatus ?? '',
    isEnabled: user.Enabled ?? true,
    ...(email !== undefined && { email }),
    ...(phoneNumber !== undefined && { phoneNumber }),
    createdAt: timeOf(user.UserCreateDate),
    modifiedAt: timeOf(user.UserLastModifiedDate),
  }
}
