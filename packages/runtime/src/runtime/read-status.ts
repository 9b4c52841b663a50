import { localAddress } from '../http/local-address.ts'
import type { Forwards } from '../kernel/forwards.ts'
import type { Service } from '../kernel/service.ts'
import type { Status } from '../kernel/status.ts'
import type { Reader } from '../kernel/transaction.ts'

/** What is deployed in all accounts and regions, as each service tells it. */
export async function readStatus(
  services: readonly Service[],
  reader: Reader,
  origin: string,
  forwards: Forwards,
): Promise<Status> {
  const addresses = { origin, localize: (text: string) => localAddress(text, origin) }
  const parts = await Promise.all(services.map((service) => service.status?.(reader, addresses)))
  return {
    stacks: parts.flatMap((part) => part?.stacks ?? []),
    apis: parts.flatMap((part) => part?.apis ?? []),
    domains: parts.flatMap((part) => part?.domains ?? []),
    apiDomains: parts.flatMap((part) => part?.apiDomains ?? []),
    forwards: [...forwards].map(([service, { href: url }]) => ({ service, url })),
    functionUrls: parts.flatMap((part) => part?.functionUrls ?? []),
  }
}
