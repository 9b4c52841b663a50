import type { CallContext } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { noSuchPolicy, noSuchRole } from './errors.ts'
import { policyNameOf } from './policy-arn.ts'
import { globalPlace, type PolicyRecord, type RoleRecord } from './records.ts'

/** Names differ by more than upper and lower case: `Admin` and `admin` cannot both exist. */
const idOf = (name: string) => name.toLowerCase()

const roleDocuments = collection<RoleRecord>('iam/role')
const policyDocuments = collection<PolicyRecord>('iam/policy')

export const roles = {
  find: (reader: Reader, place: Place, name: string) => roleDocuments.find(reader, globalPlace(place), idOf(name)),
  list: (reader: Reader, place: Place) => roleDocuments.list(reader, globalPlace(place)),
  put: (tx: Transaction, place: Place, role: RoleRecord) =>
    roleDocuments.put(tx, globalPlace(place), idOf(role.name), role),
  delete: (tx: Transaction, place: Place, name: string) => roleDocuments.delete(tx, globalPlace(place), idOf(name)),

  /** Looking up is case-sensitive although uniqueness is not. */
  async require(reader: Reader, place: Place, name: string): Promise<RoleRecord> {
    const role = await roles.find(reader, place, name)
    if (role?.name !== name) throw noSuchRole(name)
    return role
  },
}

export const policies = {
  find: (reader: Reader, place: Place, name: string) => policyDocuments.find(reader, globalPlace(place), idOf(name)),
  list: (reader: Reader, place: Place) => policyDocuments.list(reader, globalPlace(place)),
  put: (tx: Transaction, place: Place, policy: PolicyRecord) =>
    policyDocuments.put(tx, globalPlace(place), idOf(policy.name), policy),
  delete: (tx: Transaction, place: Place, name: string) => policyDocuments.delete(tx, globalPlace(place), idOf(name)),

  async findByArn(reader: Reader, place: Place, arn: string): Promise<PolicyRecord | undefined> {
    const policy = await policies.find(reader, place, policyNameOf(arn))
    return policy?.arn === arn ? policy : undefined
  },

  async require(reader: Reader, place: Place, arn: string): Promise<PolicyRecord> {
    const policy = await policies.findByArn(reader, place, arn)
    if (!policy) throw noSuchPolicy(arn)
    return policy
  },
}

/** Reads, changes and writes one role in a transaction. */
export function changeRole(
  ctx: CallContext,
  name: string,
  change: (role: RoleRecord, tx: Transaction) => RoleRecord | Promise<RoleRecord>,
): Promise<RoleRecord> {
  return ctx.transact(async (tx) => {
    const changed = await change(await roles.require(tx, ctx.place, name), tx)
    roles.put(tx, ctx.place, changed)
    return changed
  })
}

/** Reads, changes and writes one managed policy in a transaction. */
export function changePolicy(
  ctx: CallContext,
  arn: string,
  change: (policy: PolicyRecord) => PolicyRecord,
  absent = noSuchPolicy(arn),
): Promise<PolicyRecord> {
  return ctx.transact(async (tx) => {
    const policy = await policies.findByArn(tx, ctx.place, arn)
    if (!policy) throw absent
    const changed = change(policy)
    policies.put(tx, ctx.place, changed)
    return changed
  })
}
