import type { HttpApiSource, HttpStageSnapshot } from '../../gateway/ports.ts'
import { logGroupOf } from '../../kernel/log-destination.ts'
import type { Place } from '../../kernel/place.ts'
import type { Document, Reader } from '../../kernel/transaction.ts'
import { API_INDEX_KIND, findApiPlace } from '../../store/api-index.ts'
import { apiIdOf } from '../../store/parts.ts'
import type { Store } from '../../store/store.ts'
import type { StageRecord } from './records.ts'
import { definitions, stages } from './repository.ts'
import { throttlingOf } from './stage-throttling.ts'

/** Deployments never change, and none goes while a stage points at it: only these two can change a snapshot. */
const WATCHED: readonly string[] = [API_INDEX_KIND, stages.kind]

/** What the data plane serves: a stage with the frozen definition of the deployment it points at. */
export function createHttpApiSource(store: Store): HttpApiSource {
  const listeners = new Set<(apiId: string) => void>()
  store.onCommit((changes) => {
    const apiIds = new Set(changes.filter(({ key }) => WATCHED.includes(key.kind)).map(({ key }) => apiIdOf(key)))
    for (const apiId of apiIds) for (const listener of listeners) listener(apiId)
  })
  return {
    async find(apiId) {
      const place = await findApiPlace(store, apiId, 'HTTP')
      if (place === undefined) return undefined
      const all = await stages.list(store, place, apiId)
      return {
        stageNames: all.map(({ stageName }) => stageName),
        findStage: (stageName) => readStage(store, place, apiId, stageName),
      }
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
): Promise<HttpStageSnapshot | undefined> {
  const key = stages.key(place, apiId, stageName)
  const stage = await reader.get<StageRecord>(key)
  const deploymentId = stage?.value.deploymentId
  if (!stage || deploymentId === undefined) return undefined
  const definition = await definitions.find(reader, place, apiId, deploymentId)
  const version = versionOf(stage)
  if (definition) return { place, apiId, deploymentId, definition, version, ...settingsOf(stage.value) }
  // Between the two reads the stage may have moved on and its old deployment been deleted.
  const now = await reader.get<StageRecord>(key)
  return now && versionOf(now) !== version ? readStage(reader, place, apiId, stageName) : undefined
}

function settingsOf(stage: StageRecord) {
  const { accessLogSettings, authorizersReset = 0, incarnation, stageName, stageVariables } = stage
  const throttling = throttlingOf(stage)
  const accessLog = accessLogOf(accessLogSettings)
  const authorizersEpoch = `${incarnation}/${authorizersReset}`
  return { stageName, variables: stageVariables, authorizersEpoch, throttling, ...(accessLog ? { accessLog } : {}) }
}

/** Half of an access log's settings is no access log. */
function accessLogOf({ destinationArn, format }: StageRecord['accessLogSettings'] = {}) {
  const group = destinationArn === undefined ? undefined : logGroupOf(destinationArn)
  return group === undefined || !format ? undefined : { group, format }
}

function versionOf({ value, version }: Document<StageRecord>): string {
  return `${value.incarnation}/${version}`
}
