import { localAddress } from '../http/local-address.ts'
import type { Forwards } from '../kernel/forwards.ts'
import type { Counter } from '../kernel/request-metrics.ts'
import type { Service } from '../kernel/service.ts'
import type { Status, TokenRequestsStatus } from '../kernel/status.ts'
import type { Reader } from '../kernel/transaction.ts'

export interface StatusSource {
  readonly services: readonly Service[]
  readonly reader: Reader
  readonly origin: string
  readonly forwards: Forwards
  /** Of requests to token endpoints, by `pool`, `client` and `outcome`. */
  readonly tokens: readonly Counter[]
}

/** What is deployed in all accounts and regions, as each service tells it, and what was asked of it. */
export async function readStatus({ services, reader, origin, forwards, tokens }: StatusSource): Promise<Status> {
  const addresses = { origin, localize: (text: string) => localAddress(text, origin) }
  const parts = await Promise.all(services.map((service) => service.status?.(reader, addresses)))
  return {
    stacks: parts.flatMap((part) => part?.stacks ?? []),
    apis: parts.flatMap((part) => part?.apis ?? []),
    domains: parts.flatMap((part) => part?.domains ?? []),
    apiDomains: parts.flatMap((part) => part?.apiDomains ?? []),
    forwards: [...forwards].map(([service, { href: url }]) => ({ service, url })),
    functionUrls: parts.flatMap((part) => part?.functionUrls ?? []),
    tokenRequests: tokenRequestsOf(tokens),
  }
}

function tokenRequestsOf(tokens: readonly Counter[]): TokenRequestsStatus[] {
  const byClient = new Map<string, TokenRequestsStatus>()
  for (const { labels, count } of tokens) {
    const { pool: poolId = '', client: clientId = '', outcome = '' } = labels
    const known = byClient.get(`${poolId} ${clientId}`) ?? { poolId, clientId, issued: 0, refused: {} }
    const counted =
      outcome === 'issued' ? { ...known, issued: count } : { ...known, refused: { ...known.refused, [outcome]: count } }
    byClient.set(`${poolId} ${clientId}`, counted)
  }
  return [...byClient.values()]
}
