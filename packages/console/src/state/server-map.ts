import { computed } from '@preact/signals'
import type { ApiView, ClientView, PoolView, ServerMap } from '../api/contract.ts'
import { askFor } from './answer.ts'

const asked = askFor('GET map')

/** What is deployed, which all views have in common. */
export const serverMap = asked.answer
export const reloadMap = asked.reload

const clients = computed(() => new Map(allClients(serverMap.value.value).map((client) => [client.id, client])))
const apis = computed(() => new Map(serverMap.value.value?.apis.map((api) => [api.id, api])))

export function allClients(map: ServerMap | undefined): readonly ClientView[] {
  return map?.pools.flatMap((pool) => pool.clients) ?? []
}

/** By its name; of one that is gone, or has not been heard of yet, the id. */
export function nameOfClient(id: string): string {
  return clients.value.get(id)?.name ?? id
}

export function nameOfApi(id: string): string {
  return apis.value.get(id)?.name ?? id
}

export function findClient(id: string): ClientView | undefined {
  return clients.value.get(id)
}

export function findApi(id: string): ApiView | undefined {
  return apis.value.get(id)
}

export function findPool(id: string): PoolView | undefined {
  return serverMap.value.value?.pools.find((pool) => pool.id === id)
}

/** A server to which nothing has been deployed, as far as it is known. */
export const isNothingDeployed = computed(() => {
  const map = serverMap.value.value
  return map !== undefined && map.pools.length + map.apis.length + map.functions.length === 0
})
