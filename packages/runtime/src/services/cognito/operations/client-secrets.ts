import type { ClientSecretDescriptorType } from '../../../generated/cognito-idp.ts'
import { newClientSecret, newSecretId } from '../app-client/identity.ts'
import { operation } from '../deps.ts'
import { invalidParameter, limitExceeded, noClientSecret } from '../errors.ts'
import type { ClientRecord, ClientSecretRecord } from '../records.ts'
import { putClient, requireClient } from '../repository.ts'

/** While one secret replaces the other, both are good. */
const MAX_SECRETS = 2

const descriptor = ({ id, createdAt }: ClientSecretRecord, value?: string): ClientSecretDescriptorType => ({
  ClientSecretId: id,
  ClientSecretValue: value,
  ClientSecretCreateDate: new Date(createdAt),
})

/** The value comes back only when it was made here (documented). */
export const addUserPoolClientSecret = operation(
  'AddUserPoolClientSecret',
  async ({ UserPoolId, ClientId, ClientSecret }, { clock, random, vault }, ctx) => {
    const value = ClientSecret ?? newClientSecret(random)
    const added = await ctx.transact(async (tx) => {
      const client = await requireClient(tx, ctx.place, UserPoolId, ClientId)
      if (client.secrets.length === 0) {
        // Documented for confidential clients only; that a public one is refused, and how, is inferred.
        throw invalidParameter(`User pool client ${ClientId} does not have a client secret.`)
      }
      if (client.secrets.length >= MAX_SECRETS) {
        throw limitExceeded(`Client secrets cannot exceed limit of ${MAX_SECRETS} secrets.`)
      }
      const now = clock.now()
      const taken = client.secrets.map(({ id }) => id)
      const id = newSecretId(client.id, now, taken)
      const secret = { id, createdAt: now, sealed: vault.seal(value), original: false }
      putClient(tx, ctx.place, withSecrets(client, [...client.secrets, secret], now))
      return secret
    })
    return { ClientSecretDescriptor: descriptor(added, ClientSecret === undefined ? value : undefined) }
  },
)

export const listUserPoolClientSecrets = operation(
  'ListUserPoolClientSecrets',
  async ({ UserPoolId, ClientId }, _deps, ctx) => {
    const client = await requireClient(ctx.reader, ctx.place, UserPoolId, ClientId)
    return { ClientSecrets: client.secrets.map((secret) => descriptor(secret)) }
  },
)

/** Texts inferred; that the last secret stays is documented. */
export const deleteUserPoolClientSecret = operation(
  'DeleteUserPoolClientSecret',
  async ({ UserPoolId, ClientId, ClientSecretId }, { clock }, ctx) => {
    await ctx.transact(async (tx) => {
      const client = await requireClient(tx, ctx.place, UserPoolId, ClientId)
      const kept = client.secrets.filter(({ id }) => id !== ClientSecretId)
      if (kept.length === client.secrets.length) throw noClientSecret(ClientSecretId)
      if (kept.length === 0) throw invalidParameter('The last client secret of an app client cannot be deleted.')
      putClient(tx, ctx.place, withSecrets(client, kept, clock.now()))
    })
    return {}
  },
)

function withSecrets(client: ClientRecord, secrets: readonly ClientSecretRecord[], now: number): ClientRecord {
  return { ...client, secrets, modifiedAt: now }
}
