import { AwsError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { type ApiGatewayDeps, operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { longId } from '../ids.ts'
import { type ImportedKey, readKeyFile } from '../keys/key-file.ts'
import { checkApiKey } from '../keys/key-rules.ts'
import type { ApiKeyRecord } from '../keys/records.ts'
import { apiKeys, findKeyByValue, putNewKey, putPlanKey, requireUsagePlan, usagePlanKeys } from '../keys/repository.ts'

/** A key that is there already is overwritten (documented: api-key-file-format). What is wrong with one line is a warning. */
export const importApiKeys = operation('ImportApiKeys', async (input, deps, ctx) => {
  const { body, format, failOnWarnings = false } = input
  if (format !== 'csv') throw badRequest('Invalid format specified. Must be one of: [csv]')
  const keys = readKeyFile(Buffer.from(body).toString('utf8'))
  return ctx.transact(async (tx) => {
    const ids: string[] = []
    const warnings: string[] = []
    for (const key of keys) {
      try {
        ids.push(await importKey(tx, ctx.place, key, deps))
        for (const planId of key.usagePlanIds) await subscribe(tx, ctx.place, planId, ids.at(-1) ?? '', deps)
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        warnings.push(`${key.name}: ${error.message}`)
      }
    }
    if (failOnWarnings && warnings.length > 0) throw badRequest(warnings.join('; '))
    return { ids, warnings }
  })
})

async function importKey(
  tx: Transaction,
  place: Place,
  { name, value, description, enabled }: ImportedKey,
  { clock, random, vault }: ApiGatewayDeps,
): Promise<string> {
  checkApiKey({ name, description, value })
  const now = clock.now()
  const known = await findKeyByValue(tx, place, vault, value)
  if (known) {
    apiKeys.put(tx, place, known.id, { ...known, name, description, enabled, updatedAt: now })
    return known.id
  }
  const record: ApiKeyRecord = {
    id: longId(random),
    name,
    description,
    enabled,
    value: vault.seal(value),
    stageKeys: [],
    createdAt: now,
    updatedAt: now,
    tags: {},
  }
  putNewKey(tx, place, vault, record, value)
  return record.id
}

async function subscribe(
  tx: Transaction,
  place: Place,
  planId: string,
  keyId: string,
  { clock }: ApiGatewayDeps,
): Promise<void> {
  await requireUsagePlan(tx, place, planId)
  if (await usagePlanKeys.find(tx, place, `${planId}/${keyId}`)) return
  putPlanKey(tx, place, { planId, keyId, createdAt: clock.now() })
}
