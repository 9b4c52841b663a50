import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { NONE } from '../domain-wire.ts'
import { patchWithDefault } from './patches.ts'

/** `AWS::ApiGateway::BasePathMapping`. That its id is `{domain}|{base path}` is inferred from its identifiers. */
export const basePathMappingType = instantType({
  type: 'AWS::ApiGateway::BasePathMapping',
  properties: {
    BasePath: 'emulated',
    DomainName: 'emulated',
    Id: 'recorded',
    RestApiId: 'emulated',
    Stage: 'emulated',
  },

  async create({ BasePath, DomainName: domainName, RestApiId, Stage: stage }, { call }) {
    const restApiId = RestApiId ?? ''
    await call('apigateway', 'CreateBasePathMapping', { domainName, basePath: BasePath, restApiId, stage })
    return { physicalId: `${domainName}|${BasePath || NONE}`, attributes: {} }
  },

  async update(p, { physicalId, attributes, properties: old }, { call }) {
    await call('apigateway', 'UpdateBasePathMapping', {
      domainName: p.DomainName,
      basePath: p.BasePath || NONE,
      patchOperations: [
        ...patchWithDefault('/restapiId', old.RestApiId, p.RestApiId, ''),
        ...patchWithDefault('/stage', old.Stage, p.Stage, NONE),
      ],
    })
    return { physicalId, attributes }
  },

  async remove({ properties: { BasePath, DomainName: domainName } }, { call }) {
    const gone = call('apigateway', 'DeleteBasePathMapping', { domainName, basePath: BasePath || NONE })
    await ignoring('NotFoundException', gone)
  },
})
