import { placeFromKey } from '../../kernel/place.ts'
import type { ApiStatus, LocalAddresses } from '../../kernel/status.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { ApiRecord, StageRecord } from './records.ts'
import { apis, stages } from './repository.ts'
import { endpointOf } from './wire.ts'

/** The stage that no path names. */
const DEFAULT_STAGE = '$default'

/** All HTTP APIs with the addresses of their stages. */
export async function httpApiStatuses(reader: Reader, addresses: LocalAddresses): Promise<ApiStatus[]> {
  const documents = await reader.list<ApiRecord>({ kind: apis.kind })
  return Promise.all(
    documents.map(async ({ key, value: { apiId: id, name } }) => {
      const place = placeFromKey(key.place)
      const found = await reader.list<StageRecord>({ kind: stages.kind, place: key.place, prefix: `${id}/` })
      return {
        ...place,
        id,
        name,
        stages: found.map(({ value: { stageName } }) => {
          const url = `${endpointOf(place, id)}/${stageName === DEFAULT_STAGE ? '' : stageName}`
          return { name: stageName, url, local: addresses.localize(url) ?? url }
        }),
      }
    }),
  )
}
