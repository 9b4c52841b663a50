import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import type { AccountRecord } from '../records.ts'
import { findAccount, putAccount } from '../repository.ts'

export const getAccount = operation('GetAccount', async (_input, _deps, ctx) =>
  toWire(await findAccount(ctx.reader, ctx.place)),
)

export const updateAccount = operation('UpdateAccount', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await findAccount(tx, ctx.place)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    putAccount(tx, ctx.place, after)
    return toWire(after)
  }),
)

/** The one feature there is. Every account has it, and none gives it up (inferred; the first text is ours). */
const feature = (path: string): PatchRule<AccountRecord> => ({
  path,
  verbs: ['add', 'remove'],
  apply(account, { verb, keys: [named], value }) {
    const wanted = value ?? named
    if (wanted !== 'UsagePlans') throw badRequest(`Invalid feature specified: ${wanted}`)
    if (verb === 'remove') throw badRequest('Usage Plans cannot be disabled once enabled')
    return account
  },
})

const rules: readonly PatchRule<AccountRecord>[] = [
  text('cloudwatchRoleArn'),
  feature('/features'),
  feature('/features/{}'),
]

/** The limits are those of a new account. */
function toWire({ cloudwatchRoleArn, features }: AccountRecord) {
  return {
    cloudwatchRoleArn,
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features,
    apiKeyVersion: '4',
  }
}
