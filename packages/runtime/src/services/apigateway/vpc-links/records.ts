import type { Strings } from '../records.ts'

/** A way into a network, by the load balancers that it leads to. One per account and region, not within an API. */
export interface VpcLinkRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly targetArns: readonly string[]
  readonly tags: Strings
}
