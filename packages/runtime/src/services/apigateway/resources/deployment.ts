import { ignoring } from '../../../kernel/errors.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { ExistingResource, InstantType, ResourceRequest } from '../../../kernel/resource-type.ts'
import { stages } from '../repository.ts'
import { patchText } from './patches.ts'

interface Properties {
  readonly Description?: string
  readonly RestApiId: string
  readonly StageName?: string
}

/**
 * `AWS::ApiGateway::Deployment`: freezes the API when it is created, and never again. With `StageName` it makes that
 * stage or moves it; `StageDescription` and canaries are refused by name.
 */
export const deployment: InstantType = {
  type: 'AWS::ApiGateway::Deployment',
  properties: { Description: 'emulated', RestApiId: 'emulated', StageName: 'emulated' },

  async create(properties, { call }) {
    const p = read(properties)
    const input = { restApiId: p.RestApiId, description: p.Description, stageName: p.StageName }
    const { id = '' } = await call('apigateway', 'CreateDeployment', input)
    return { physicalId: id, attributes: { DeploymentId: id } }
  },

  async update(properties, previous, request) {
    const [old, p] = [read(previous.properties), read(properties)]
    const { physicalId, attributes } = previous
    const patchOperations = patchText('/description', old.Description, p.Description)
    const at = { restApiId: p.RestApiId, deploymentId: physicalId }
    await request.call('apigateway', 'UpdateDeployment', { ...at, patchOperations })
    if (p.StageName !== old.StageName) {
      if (p.StageName !== undefined) await takeStage(p.StageName, at, request)
      await leaveStage(previous, request)
    }
    return { physicalId, attributes }
  },

  async remove(previous, request) {
    await leaveStage(previous, request)
    const { RestApiId: restApiId } = read(previous.properties)
    const input = { restApiId, deploymentId: previous.physicalId }
    await ignoring('NotFoundException', request.call('apigateway', 'DeleteDeployment', input))
  },
}

async function takeStage(
  stageName: string,
  { restApiId, deploymentId }: { restApiId: string; deploymentId: string },
  { call }: ResourceRequest,
): Promise<void> {
  const at = { restApiId, stageName }
  if (await ignoring('NotFoundException', call('apigateway', 'GetStage', at))) {
    const patchOperations = [{ op: 'replace', path: '/deploymentId', value: deploymentId }]
    await call('apigateway', 'UpdateStage', { ...at, patchOperations })
  } else {
    await call('apigateway', 'CreateStage', { ...at, deploymentId })
  }
}

/**
 * The stage that a deployment holds goes with it, unless it has moved on to another one. Where the deployment that it
 * came from is still there, as when an update is rolled back, it goes back to that instead.
 */
async function leaveStage(
  { physicalId, properties }: ExistingResource,
  { call, place, reader }: ResourceRequest,
): Promise<void> {
  const { RestApiId: restApiId, StageName: stageName } = read(properties)
  if (stageName === undefined) return
  const stage = await stages.find(reader, place, restApiId, stageName)
  if (stage?.deploymentId !== physicalId) return
  const { previousDeploymentId: deploymentId } = stage
  const at = { restApiId, stageName }
  const former =
    deploymentId &&
    (await ignoring('NotFoundException', call('apigateway', 'GetDeployment', { restApiId, deploymentId })))
  if (former) {
    const patchOperations = [{ op: 'replace', path: '/deploymentId', value: deploymentId }]
    await call('apigateway', 'UpdateStage', { ...at, patchOperations })
  } else {
    await call('apigateway', 'DeleteStage', at)
  }
}

function read(properties: JsonObject): Properties {
  return properties as unknown as Properties
}
