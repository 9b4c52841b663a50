import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { collection } from '../../../store/collection.ts'
import { noApiKey, noUsagePlan } from '../errors.ts'
import type { ApiKeyIndexRecord, ApiKeyRecord, UsagePlanKeyRecord, UsagePlanRecord, UsageRecord } from './records.ts'

export const apiKeys = collection<ApiKeyRecord>('apigateway/api-key')
export const apiKeyIndex = collection<ApiKeyIndexRecord>('apigateway/api-key-index')
export const usagePlans = collection<UsagePlanRecord>('apigateway/usage-plan')
export const usagePlanKeys = collection<UsagePlanKeyRecord>('apigateway/usage-plan-key')
/** By key first, for whoever has a key and asks for its plans: `{key id}/{plan id}`. */
export const plansOfKeys = collection<UsagePlanKeyRecord>('apigateway/plan-of-key')
export const usage = collection<UsageRecord>('apigateway/usage')

export async function requireApiKey(reader: Reader, place: Place, id: string): Promise<ApiKeyRecord> {
  const key = await apiKeys.find(reader, place, id)
  if (!key) throw noApiKey()
  return key
}

export async function requireUsagePlan(reader: Reader, place: Place, id: string): Promise<UsagePlanRecord> {
  const plan = await usagePlans.find(reader, place, id)
  if (!plan) throw noUsagePlan()
  return plan
}

export function indexIdOf(vault: Vault, value: string): string {
  return vault.digest('apigateway/api-key', value).toString('hex')
}

export async function findKeyByValue(
  reader: Reader,
  place: Place,
  vault: Vault,
  value: string,
): Promise<ApiKeyRecord | undefined> {
  const entry = await apiKeyIndex.find(reader, place, indexIdOf(vault, value))
  return entry && apiKeys.find(reader, place, entry.keyId)
}

export function putNewKey(tx: Transaction, place: Place, vault: Vault, record: ApiKeyRecord, value: string): void {
  apiKeys.put(tx, place, record.id, record)
  apiKeyIndex.put(tx, place, indexIdOf(vault, value), { keyId: record.id })
}

export function putPlanKey(tx: Transaction, place: Place, record: UsagePlanKeyRecord): void {
  const { planId, keyId } = record
  usagePlanKeys.put(tx, place, `${planId}/${keyId}`, record)
  plansOfKeys.put(tx, place, `${keyId}/${planId}`, record)
}

/** What was counted goes too: a key that comes back to its plan begins anew (inferred). */
export function deletePlanKey(tx: Transaction, place: Place, { planId, keyId }: UsagePlanKeyRecord): void {
  usagePlanKeys.delete(tx, place, `${planId}/${keyId}`)
  plansOfKeys.delete(tx, place, `${keyId}/${planId}`)
  usage.delete(tx, place, `${planId}/${keyId}`)
}

export function keysOfPlan(reader: Reader, place: Place, planId: string): Promise<UsagePlanKeyRecord[]> {
  return usagePlanKeys.list(reader, place, { prefix: `${planId}/` })
}

export function plansOfKey(reader: Reader, place: Place, keyId: string): Promise<UsagePlanKeyRecord[]> {
  return plansOfKeys.list(reader, place, { prefix: `${keyId}/` })
}
