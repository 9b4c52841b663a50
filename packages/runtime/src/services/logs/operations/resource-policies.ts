import type { ResourcePolicy } from '../../../generated/logs.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { invalidParameter, policyNotFound, resourceLimitExceeded } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import type { ResourcePolicyRecord } from '../records.ts'
import { resourcePolicies } from '../repository.ts'

/* What other services may write to the account's logs. Recorded: nothing here asks before it writes. */

/** Documented: so many in an account and region. */
const MOST = 10
const MOST_AT_ONCE = 50

/** Answers recorded: LocalStack's suite, services/logs/test_logs_resource_policies. AWS formats the document anew. */
export const putResourcePolicy = operation('PutResourcePolicy', async (input, { clock }, ctx) => {
  refuseScope(input)
  const { policyName, policyDocument } = input
  // Text inferred, as are the next ones.
  if (!policyName) throw invalidParameter('A policy name is required.')
  if (!policyDocument) throw invalidParameter('A policy document is required.')
  const policy: ResourcePolicyRecord = { name: policyName, document: policyDocument, updatedAt: clock.now() }
  await ctx.transact(async (tx) => {
    const all = await resourcePolicies.list(tx, ctx.place)
    if (all.length >= MOST && !all.some(({ name }) => name === policyName)) throw resourceLimitExceeded()
    resourcePolicies.put(tx, ctx.place, policy)
  })
  return { resourcePolicy: policyToWire(policy) }
})

export const describeResourcePolicies = operation('DescribeResourcePolicies', async (input, _deps, ctx) => {
  refuseScope(input)
  const all = await resourcePolicies.list(ctx.reader, ctx.place)
  const page = pageRequest('DescribeResourcePolicies', input, ctx, MOST_AT_ONCE)
  const { items, next } = await readPage(
    page,
    sorted(all, ({ name }) => [name]),
  )
  return { resourcePolicies: items.map(policyToWire), nextToken: next }
})

export const deleteResourcePolicy = operation('DeleteResourcePolicy', async (input, _deps, ctx) => {
  refuseScope(input)
  const { policyName = '' } = input
  await ctx.transact(async (tx) => {
    if (!(await resourcePolicies.find(tx, ctx.place, policyName))) throw policyNotFound(policyName)
    resourcePolicies.delete(tx, ctx.place, policyName)
  })
})

function refuseScope({ resourceArn, policyScope }: { readonly resourceArn?: string; readonly policyScope?: string }) {
  if (resourceArn !== undefined || policyScope === 'RESOURCE') {
    throw notEmulated('A resource policy of one log group (resourceArn)')
  }
}

function policyToWire({ name, document, updatedAt }: ResourcePolicyRecord): ResourcePolicy {
  return { policyName: name, policyDocument: document, lastUpdatedTime: updatedAt, policyScope: 'ACCOUNT' }
}
