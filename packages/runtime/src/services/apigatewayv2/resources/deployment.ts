import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { text } from './changes.ts'

/** `AWS::ApiGatewayV2::Deployment`: freezes the API when it is created, and never again. */
export const deploymentType = instantType({
  type: 'AWS::ApiGatewayV2::Deployment',
  properties: { ApiId: 'emulated', Description: 'emulated', StageName: 'emulated' },

  async create({ ApiId, Description, StageName }, { call }) {
    const input = { ApiId, Description, StageName }
    const { DeploymentId = '' } = await call('apigatewayv2', 'CreateDeployment', input)
    return { physicalId: DeploymentId, attributes: { DeploymentId } }
  },

  async update(p, { physicalId: DeploymentId, attributes, properties: old }, { call }) {
    const { ApiId, StageName } = p
    const Description = text(old.Description, p.Description)
    await call('apigatewayv2', 'UpdateDeployment', { ApiId, DeploymentId, Description })
    if (StageName !== undefined && StageName !== old.StageName) {
      await call('apigatewayv2', 'UpdateStage', { ApiId, StageName, DeploymentId })
    }
    return { physicalId: DeploymentId, attributes }
  },

  async remove({ physicalId: DeploymentId, properties: { ApiId } }, { call }) {
    await ignoring('NotFoundException', call('apigatewayv2', 'DeleteDeployment', { ApiId, DeploymentId }))
  },
})
