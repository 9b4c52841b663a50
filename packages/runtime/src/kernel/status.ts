import type { Reader } from './transaction.ts'

/** What `sallyport status` shows: what is deployed in all accounts and regions. */
export interface Status {
  readonly stacks: readonly StackStatus[]
  readonly apis: readonly ApiStatus[]
  readonly domains: readonly DomainStatus[]
  /** Custom domain names of APIs. */
  readonly apiDomains: readonly ApiDomainStatus[]
  readonly functionUrls: readonly FunctionUrlStatus[]
  /** What token endpoints have been asked for since this server began, or was reset. */
  readonly tokenRequests: readonly TokenRequestsStatus[]
  /** Services that other emulators answer for. */
  readonly forwards: readonly { readonly service: string; readonly url: string }[]
}

export interface StackStatus {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly status: string
  readonly outputs: readonly OutputStatus[]
  /** Types of its resources that are stored without effect, each with how many there are: `AWS::EC2::Subnet (6)`. */
  readonly recorded: readonly string[]
}

export interface OutputStatus {
  readonly key: string
  readonly value: string
  /** The address that works here, where the value is an address of AWS's. */
  readonly local?: string
}

export interface ApiStatus {
  readonly account: string
  readonly region: string
  readonly id: string
  readonly name: string
  readonly stages: readonly { readonly name: string; readonly url: string; readonly local: string }[]
}

export interface DomainStatus {
  readonly account: string
  readonly region: string
  readonly poolId: string
  readonly domain: string
  readonly url: string
  readonly local: string
}

export interface ApiDomainStatus {
  readonly account: string
  readonly region: string
  readonly domainName: string
  /** The base paths and the APIs that they lead to. */
  readonly mappings: readonly { readonly url: string; readonly local: string; readonly api: string }[]
}

export interface FunctionUrlStatus {
  readonly account: string
  readonly region: string
  /** With the alias that the URL leads to: `orders:live`. */
  readonly functionName: string
  readonly url: string
  readonly local: string
}

/** Requests of one app client to the token endpoint of its pool. */
export interface TokenRequestsStatus {
  readonly poolId: string
  /** `-`: the request named none that the pool has. */
  readonly clientId: string
  readonly issued: number
  /** By reason, as `sallyport explain` names it. */
  readonly refused: Readonly<Record<string, number>>
}

/** Where this server is found, for what is shown to people. */
export interface LocalAddresses {
  readonly origin: string
  /** The same text with AWS's addresses turned into those that work here; undefined when there is none in it. */
  localize(text: string): string | undefined
}

/** A service's part of the status. */
export type ReadStatus = (reader: Reader, addresses: LocalAddresses) => Promise<Partial<Status>>
