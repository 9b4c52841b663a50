import { placeFromKey } from '../../kernel/place.ts'
import type { ApiDomainStatus, LocalAddresses } from '../../kernel/status.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { type DomainRecord, domains, mappings } from '../../store/api-domains/records.ts'

/** All custom domain names with the addresses of their base paths. */
export async function domainStatuses(reader: Reader, { origin }: LocalAddresses): Promise<ApiDomainStatus[]> {
  const documents = await reader.list<DomainRecord>({ kind: domains.kind })
  return Promise.all(
    documents.map(async ({ key, value: { domainName } }) => {
      const place = placeFromKey(key.place)
      const found = await mappings.list(reader, place, domainName)
      return {
        ...place,
        domainName,
        mappings: found.map(({ key: basePath, apiId, stage }) => ({
          url: `https://${domainName}/${basePath}`,
          local: `${origin}/_aws/execute-api-domain/${domainName}/${basePath}`,
          api: stage === undefined ? apiId : `${apiId}/${stage}`,
        })),
      }
    }),
  )
}
