import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { requireClient, requirePool, within } from '../repository.ts'
import {
  ALL_CLIENTS,
  type BrandingRecord,
  type LogDeliveryRecord,
  type RiskRecord,
  type TermsRecord,
  type UiCustomizationRecord,
} from './records.ts'

/** Id of all but the last: `{pool}/{client or ALL}`; of terms with `/{name}` behind it. */
export const uiCustomizations = collection<UiCustomizationRecord>('cognito-idp/ui-customization')
export const brandings = collection<BrandingRecord>('cognito-idp/managed-login-branding')
export const terms = collection<TermsRecord>('cognito-idp/terms')
export const risks = collection<RiskRecord>('cognito-idp/risk-configuration')
/** Id: the pool's. */
export const logDeliveries = collection<LogDeliveryRecord>('cognito-idp/log-delivery')

/** Kinds whose documents go with their pool. */
export const OF_A_POOL = [uiCustomizations, brandings, terms, risks]

/** The style of a client's pages of managed login: without one there are none. */
export function brandingOf(
  reader: Reader,
  place: Place,
  poolId: string,
  clientId: string,
): Promise<BrandingRecord | undefined> {
  return brandings.find(reader, place, within(poolId, clientId))
}

/** At most twenty a pool (documented: developer guide, quotas). */
export async function findBranding(
  reader: Reader,
  place: Place,
  poolId: string,
  id: string,
): Promise<BrandingRecord | undefined> {
  const ofPool = await brandings.list(reader, place, { prefix: within(poolId, '') })
  return ofPool.find((branding) => branding.id === id)
}

export function termsOf(reader: Reader, place: Place, poolId: string, clientId = ''): Promise<TermsRecord[]> {
  const prefix = clientId === '' ? within(poolId, '') : `${within(poolId, clientId)}/`
  return terms.list(reader, place, { prefix })
}

/** What a request is about: the whole pool where it names no client. */
export async function requireTarget(
  reader: Reader,
  place: Place,
  poolId: string,
  clientId: string | undefined,
): Promise<string> {
  if (clientId === undefined || clientId === ALL_CLIENTS) {
    await requirePool(reader, place, poolId)
    return ALL_CLIENTS
  }
  return (await requireClient(reader, place, poolId, clientId)).id
}

/** Everything that hangs on a client. */
export async function deleteAttachments(
  tx: Transaction,
  place: Place,
  poolId: string,
  clientId: string,
): Promise<void> {
  const id = within(poolId, clientId)
  for (const each of [uiCustomizations, brandings, risks]) each.delete(tx, place, id)
  for (const { name } of await termsOf(tx, place, poolId, clientId)) terms.delete(tx, place, `${id}/${name}`)
}
