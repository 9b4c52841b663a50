import { type Place, placeFromKey, urlSuffixOf } from '../../kernel/place.ts'
import type { ApiStatus, LocalAddresses } from '../../kernel/status.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { RestApiRecord, StageRecord } from './records.ts'
import { restApis, stages } from './repository.ts'

/** All APIs with the addresses of their stages. */
export async function apiStatuses(reader: Reader, addresses: LocalAddresses): Promise<ApiStatus[]> {
  const documents = await reader.list<RestApiRecord>({ kind: restApis.kind })
  return Promise.all(
    documents.map(async ({ key, value: { id, name } }) => {
      const place = placeFromKey(key.place)
      const found = await reader.list<StageRecord>({ kind: stages.kind, place: key.place, prefix: `${id}/` })
      return {
        ...place,
        id,
        name,
        stages: found.map(({ value: { stageName } }) => {
          const url = urlOf(place, id, stageName)
          return { name: stageName, url, local: addresses.localize(url) ?? url }
        }),
      }
    }),
  )
}

function urlOf({ region }: Place, apiId: string, stageName: string): string {
  return `https://${apiId}.execute-api.${region}.${urlSuffixOf(region)}/${stageName}`
}
