import type { DomainStatus, LocalAddresses } from '../../kernel/status.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { DomainRecord } from './records.ts'
import { domains } from './repository.ts'

const TOKEN_ENDPOINT = 'oauth2/token'

/** The token endpoints of all user pools. */
export async function domainStatuses(reader: Reader, { origin }: LocalAddresses): Promise<DomainStatus[]> {
  const documents = await reader.list<DomainRecord>({ kind: domains.kind })
  return documents.map(({ value: { domain, place, poolId, customDomainConfig } }) => {
    const host = customDomainConfig ? domain : `${domain}.auth.${place.region}.amazoncognito.com`
    return {
      ...place,
      poolId,
      domain,
      url: `https://${host}/${TOKEN_ENDPOINT}`,
      local: `${origin}/_aws/cognito/${domain}/${TOKEN_ENDPOINT}`,
    }
  })
}
