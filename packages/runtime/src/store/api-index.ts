import { LOWER_ALPHANUMERIC, randomText } from '../kernel/ids.ts'
import { type Place, placeFromKey, placeKey } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import type { Reader, Transaction } from '../kernel/transaction.ts'
import { collection } from './collection.ts'
import { partsOfApis } from './parts.ts'

/** APIs that share the host names `{id}.execute-api.{region}.amazonaws.com`. */
export type ApiKind = 'REST' | 'HTTP'

/** One per API id, under `global`: ids are unique across places and kinds because host names are. */
interface ApiHome {
  readonly place: string
  /** Left out: REST, the only kind there was at first. */
  readonly kind?: Exclude<ApiKind, 'REST'>
}

const apiIndex = collection<ApiHome>('apigateway/api-index')

/** The kinds of the services' own documents of stages, as far as whoever maps a domain to one needs them. */
const STAGES = { REST: partsOfApis('apigateway/stage'), HTTP: partsOfApis('apigatewayv2/stage') } as const

export const API_INDEX_KIND = apiIndex.kind

/** The id of a new API. */
export async function takeApiId(tx: Transaction, random: Random, place: Place, kind: ApiKind): Promise<string> {
  let id = drawApiId(random)
  while (await apiIndex.find(tx, 'global', id)) id = drawApiId(random)
  apiIndex.put(tx, 'global', id, { place: placeKey(place), ...(kind === 'REST' ? {} : { kind }) })
  return id
}

export function dropApiId(tx: Transaction, id: string): void {
  apiIndex.delete(tx, 'global', id)
}

/** The place of an API of this kind. */
export async function findApiPlace(reader: Reader, id: string, kind: ApiKind): Promise<Place | undefined> {
  const home = await apiIndex.find(reader, 'global', id)
  return home !== undefined && (home.kind ?? 'REST') === kind ? placeFromKey(home.place) : undefined
}

export async function hasStage(
  reader: Reader,
  place: Place,
  kind: ApiKind,
  apiId: string,
  stageName: string,
): Promise<boolean> {
  return (await STAGES[kind].find(reader, place, apiId, stageName)) !== undefined
}

function drawApiId(random: Random): string {
  return randomText(random, 10, LOWER_ALPHANUMERIC)
}
