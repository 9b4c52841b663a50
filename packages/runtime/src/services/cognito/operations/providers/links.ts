import type { ProviderUserIdentifierType } from '../../../../generated/cognito-idp.ts'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../../kernel/transaction.ts'
import { endFamilies } from '../../auth/token-families.ts'
import { operation } from '../../deps.ts'
import { invalidParameter, limitExceeded } from '../../errors.ts'
import { requireProvider } from '../../identity-providers/repository.ts'
import type { UserPoolRecord } from '../../records.ts'
import { requirePool, within } from '../../repository.ts'
import { noUser } from '../../users/errors.ts'
import { holderOf, putLinks, SUBJECT, withIdentities } from '../../users/identities.ts'
import type { UserIdentity, UserRecord } from '../../users/records.ts'
import { credentialsOf, findUser, putCredentials, touchUser, users } from '../../users/repository.ts'

/** Documented: developer guide, quotas. */
const MAX_IDENTITIES = 5

/** What the pool's own users are called here. */
const OWN = 'Cognito'

/** From then on whoever signs in as the source is the destination. Texts observed, except where it says otherwise. */
export const adminLinkProviderForUser = operation('AdminLinkProviderForUser', async (input, { clock }, ctx) => {
  const { UserPoolId, DestinationUser, SourceUser } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const source = sourceOf(SourceUser)
    const { type } = await requireProvider(tx, ctx.place, pool.id, source.provider)
    const destination = await userOf(tx, ctx.place, pool, DestinationUser)
    const held = await holderOf(tx, ctx.place, pool.id, source)
    if (held !== undefined) {
      const holder = await users.find(tx, ctx.place, within(pool.id, held))
      throw holder?.identities?.some(({ primary }) => primary)
        ? invalidParameter(
            'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
          )
        : invalidSource()
    }
    const identities = destination.identities ?? []
    if (identities.length >= MAX_IDENTITIES) {
      // Inferred.
      throw limitExceeded(`A user can have at most ${MAX_IDENTITIES} identities.`)
    }
    const linked: UserIdentity = { ...source, type, primary: false, since: clock.now() }
    putIdentities(tx, ctx.place, destination, [...identities, linked], clock.now())
  })
  return {}
})

/**
 * A link is undone; whoever signs in as that user then becomes one of their own. A user of the pool's own loses the
 * password (documented: API reference), and one that was made from an identity cannot sign in any more (inferred).
 */
export const adminDisableProviderForUser = operation('AdminDisableProviderForUser', async (input, { clock }, ctx) => {
  const { UserPoolId, User } = input
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, UserPoolId)
    const user = await userOf(tx, ctx.place, pool, User)
    const now = clock.now()
    if (User.ProviderName === OWN) {
      const { password: _, ...others } = await credentialsOf(tx, ctx.place, user)
      putCredentials(tx, ctx.place, user, others)
      return
    }
    const source = sourceOf(User)
    const [removed] = (user.identities ?? []).filter((identity) => isSame(identity, source))
    if (removed?.primary) {
      await endFamilies(tx, ctx.place, user)
      touchUser(tx, ctx.place, user, { ...user, enabled: false, signedOutAt: now, modifiedAt: now })
      return
    }
    const kept = (user.identities ?? []).filter((identity) => !isSame(identity, source))
    putIdentities(tx, ctx.place, user, kept, now)
  })
  return {}
})

function putIdentities(
  tx: Transaction,
  place: Place,
  user: UserRecord,
  identities: readonly UserIdentity[],
  now: number,
): void {
  const after = withIdentities({ ...user, modifiedAt: now }, identities)
  putLinks(tx, place, user, after)
  touchUser(tx, place, user, after)
}

type Source = Pick<UserIdentity, 'provider' | 'attribute' | 'value'>

const isSame = (a: Source, b: Source) => a.provider === b.provider && a.attribute === b.attribute && a.value === b.value

function invalidSource() {
  return invalidParameter(
    'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a ' +
      'DestinationUser',
  )
}

/** An identity elsewhere. Which members it needs is documented; the text is inferred. */
function sourceOf({ ProviderName, ProviderAttributeName, ProviderAttributeValue }: ProviderUserIdentifierType): Source {
  if (ProviderName === OWN) throw invalidSource()
  if (!ProviderName || !ProviderAttributeValue) {
    throw invalidParameter('ProviderName and ProviderAttributeValue are required.')
  }
  return { provider: ProviderName, attribute: ProviderAttributeName || SUBJECT, value: ProviderAttributeValue }
}

/** A user of the pool: its own by username, one who came through a provider by who they are there. */
async function userOf(
  reader: Reader,
  place: Place,
  pool: UserPoolRecord,
  given: ProviderUserIdentifierType,
): Promise<UserRecord> {
  if (given.ProviderName === OWN) {
    const own = await findUser(reader, place, pool, given.ProviderAttributeValue ?? '')
    if (!own) throw noUser()
    return own
  }
  const key = await holderOf(reader, place, pool.id, sourceOf(given))
  const user = key === undefined ? undefined : await users.find(reader, place, within(pool.id, key))
  if (!user) throw noUser()
  return user
}
