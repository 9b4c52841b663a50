import { isJsonObject } from '../../../kernel/json.ts'
import { sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { malformedPolicy, noSuchPolicy } from '../errors.ts'
import { pageOf } from '../paging.ts'
import { changeKey, keys } from '../repository.ts'

/** The only name that a key policy can have. */
const POLICY_NAME = 'default'

export function checkPolicy(text: string): void {
  try {
    if (isJsonObject(JSON.parse(text))) return
  } catch {
    // Refused below.
  }
  throw malformedPolicy()
}

/** Recorded: permissions are not evaluated. */
export const putKeyPolicy = operation('PutKeyPolicy', async (input, { clock }, ctx) => {
  if ((input.PolicyName ?? POLICY_NAME) !== POLICY_NAME) throw noSuchPolicy()
  checkPolicy(input.Policy)
  await changeKey(ctx, input.KeyId, clock, (key) => ({ ...key, policy: input.Policy }))
})

export const getKeyPolicy = operation('GetKeyPolicy', async (input, { clock }, ctx) => {
  if ((input.PolicyName ?? POLICY_NAME) !== POLICY_NAME) throw noSuchPolicy()
  const { policy } = await keys.require(ctx.reader, ctx.place, input.KeyId, clock)
  return { Policy: policy, PolicyName: POLICY_NAME }
})

export const listKeyPolicies = operation('ListKeyPolicies', async (input, { clock }, ctx) => {
  await keys.require(ctx.reader, ctx.place, input.KeyId, clock)
  const all = sorted([POLICY_NAME], (name) => [name])
  const { items, ...page } = await pageOf('ListKeyPolicies', input, ctx, all)
  return { PolicyNames: items, ...page }
})
