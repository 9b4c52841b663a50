import { placeFromKey } from '../../../kernel/place.ts'
import type { FunctionUrlStatus, LocalAddresses } from '../../../kernel/status.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { UrlRecord } from '../records.ts'
import { urls } from '../repository.ts'
import { urlHost } from './event.ts'

export async function urlStatuses(reader: Reader, addresses: LocalAddresses): Promise<FunctionUrlStatus[]> {
  const documents = await reader.list<UrlRecord>({ kind: urls.kind })
  return documents.map(({ key, value: { id, name, qualifier } }) => {
    const place = placeFromKey(key.place)
    const url = `https://${urlHost(id, place.region)}/`
    return {
      ...place,
      functionName: qualifier === undefined ? name : `${name}:${qualifier}`,
      url,
      local: addresses.localize(url) ?? url,
    }
  })
}
