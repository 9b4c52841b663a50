import type { ClientIdentity } from '../../gateway/backends/http-backend.ts'
import type { ApiSource, StageCanary, StageSnapshot } from '../../gateway/ports.ts'
import type { Place } from '../../kernel/place.ts'
import type { Document, Reader } from '../../kernel/transaction.ts'
import type { Vault } from '../../kernel/vault.ts'
import { API_INDEX_KIND, findApiPlace } from '../../store/api-index.ts'
import { apiIdOf } from '../../store/parts.ts'
import type { Store } from '../../store/store.ts'
import { identityOf } from './client-certificates/identity.ts'
import { clientCertificates } from './client-certificates/repository.ts'
import type { StageRecord } from './records.ts'
import { definitions, stages } from './repository.ts'
import { cacheOf } from './stage-cache.ts'
import { logsOf } from './stage-logs.ts'
import { throttlingOf } from './stage-throttling.ts'

/** Deployments never change, and none goes while a stage points at it: only these two can change a snapshot. */
const WATCHED: readonly string[] = [API_INDEX_KIND, stages.kind]

/** What the data plane serves: a stage with the frozen definition of the deployment it points at. */
export function createApiSource(store: Store, vault: Vault): ApiSource {
  const listeners = new Set<(apiId: string) => void>()
  store.onCommit((changes) => {
    const apiIds = new Set(changes.filter(({ key }) => WATCHED.includes(key.kind)).map(({ key }) => apiIdOf(key)))
    for (const apiId of apiIds) for (const listener of listeners) listener(apiId)
  })
  return {
    async find(apiId) {
      const place = await findApiPlace(store, apiId, 'REST')
      if (place === undefined) return undefined
      return { findStage: (stageName) => readStage(store, place, apiId, stageName, vault) }
    },
    onChange(listener) {
      listeners.add(listener)
    },
  }
}

async function readStage(
  reader: Reader,
  place: Place,
  apiId: string,
  stageName: string,
  vault: Vault,
): Promise<StageSnapshot | undefined> {
  const key = stages.key(place, apiId, stageName)
  const stage = await reader.get<StageRecord>(key)
  if (!stage) return undefined
  const { authorizersFlushed = 0, deploymentId, incarnation, variables } = stage.value
  const cache = cacheOf(stage.value)
  const logs = logsOf(stage.value)
  const throttling = throttlingOf(stage.value)
  const definition = await definitions.find(reader, place, apiId, deploymentId)
  const clientIdentity = await readIdentity(reader, place, stage.value, vault)
  const canary = await readCanary(reader, place, apiId, stage.value)
  const version = versionOf(stage)
  const authorizersEpoch = `${incarnation}/${authorizersFlushed}`
  if (definition && canary !== 'gone') {
    const own = { place, apiId, stageName, deploymentId, variables, definition }
    return { ...own, canary, clientIdentity, cache, logs, throttling, authorizersEpoch, version }
  }
  // Between the two reads the stage may have moved on and its old deployment been deleted.
  const now = await reader.get<StageRecord>(key)
  return now && versionOf(now) !== version ? readStage(reader, place, apiId, stageName, vault) : undefined
}

/** A certificate stays as long as a stage shows it, and never changes. */
async function readIdentity(
  reader: Reader,
  place: Place,
  { clientCertificateId }: StageRecord,
  vault: Vault,
): Promise<ClientIdentity | undefined> {
  if (!clientCertificateId) return undefined
  const found = await clientCertificates.find(reader, place, clientCertificateId)
  return found && identityOf(found, vault)
}

/** `gone`: the canary has moved on since the stage was read. */
async function readCanary(
  reader: Reader,
  place: Place,
  apiId: string,
  { canarySettings: canary, variables }: StageRecord,
): Promise<StageCanary | undefined | 'gone'> {
  if (!canary) return undefined
  const { deploymentId, percentTraffic, stageVariableOverrides, useStageCache } = canary
  const definition = await definitions.find(reader, place, apiId, deploymentId)
  if (!definition) return 'gone'
  const own = { deploymentId, definition, variables: { ...variables, ...stageVariableOverrides } }
  return { percentTraffic, useStageCache, ...own }
}

function versionOf({ value, version }: Document<StageRecord>): string {
  return `${value.incarnation}/${version}`
}
