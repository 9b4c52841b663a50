import type { ClientRef, ClientView } from '../api/contract.ts'

/** What tells the server which client is meant. */
export function refOf({ account, region, poolId, id }: ClientView): ClientRef {
  return { account, region, poolId, clientId: id }
}
