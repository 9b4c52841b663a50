import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CallContext } from '../../../kernel/operation.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { noClient, notAuthorized } from '../errors.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import { clientPools, clients, userPools, within } from '../repository.ts'

/** An app client through which somebody acts, and the pool that it belongs to. */
export interface AppClient {
  readonly place: Place
  readonly pool: UserPoolRecord
  readonly client: ClientRecord
}

/**
 * Whether a request may be for what lies in this region. One without a signature names its region by AWS's host name
 * only; at this server's own address it names none, and ids are the same in no two regions.
 */
export function isForRegion({ caller, place }: Pick<CallContext, 'caller' | 'place'>, region: string): boolean {
  return caller.accessKeyId === '' || place.region === region
}

/** Anyone may ask through a client whose id they know. */
export async function appClientOf(ctx: CallContext, clientId: string): Promise<AppClient> {
  const { reader } = ctx
  const home = await clientPools.find(reader, 'global', clientId)
  if (!home || !isForRegion(ctx, home.place.region)) throw noClient(clientId)
  const [client, pool] = await Promise.all([
    clients.find(reader, home.place, within(home.poolId, clientId)),
    userPools.find(reader, home.place, home.poolId),
  ])
  if (!client || !pool) throw noClient(clientId)
  return { place: home.place, pool, client }
}

/**
 * A client with a secret proves with each name that it knows it (documented: "Computing secret hash values"). That a
 * hash is refused where there is no secret is inferred.
 */
export function checkSecretHash(
  { id, secrets }: ClientRecord,
  vault: Vault,
  username: string,
  hash: string | undefined,
): void {
  if (secrets.length === 0 && !hash) return
  if (!hash) throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`)
  const sent = Buffer.from(hash, 'base64')
  const matches = secrets.some(({ sealed }) => {
    const expected = hashOf(vault.open(sealed), username, id)
    return sent.length === expected.length && timingSafeEqual(sent, expected)
  })
  if (!matches) throw notAuthorized(`Unable to verify secret hash for client ${id}`)
}

/** For who acts in a client's place. Undefined: it has no secret, and must send none. */
export function secretHashOf(
  { id, secrets: [first] }: ClientRecord,
  vault: Vault,
  username: string,
): string | undefined {
  return first && hashOf(vault.open(first.sealed), username, id).toString('base64')
}

function hashOf(secret: string, username: string, clientId: string): Buffer {
  return createHmac('sha256', secret).update(username).update(clientId).digest()
}

/** Left out, it stands for `LEGACY` (documented: CreateUserPoolClient). */
export function hidesUsers({ settings }: ClientRecord): boolean {
  return settings.PreventUserExistenceErrors === 'ENABLED'
}
