import { ignoring } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { loadX509 } from '../../../kernel/x509.ts'
import { patchText } from './patches.ts'
import { apiArn, retag, tagMap } from './tags.ts'

export const clientCertificateType = instantType({
  type: 'AWS::ApiGateway::ClientCertificate',
  properties: { Description: 'emulated', Tags: 'emulated' },

  // What makes certificates is loaded outside the step, which others wait for.
  prepare: async () => void (await loadX509()),

  async create(p, { call }) {
    const input = { description: p.Description, tags: tagMap(p.Tags) }
    const { clientCertificateId = '' } = await call('apigateway', 'GenerateClientCertificate', input)
    return { physicalId: clientCertificateId, attributes: { ClientCertificateId: clientCertificateId } }
  },

  async update(p, { physicalId: clientCertificateId, attributes, properties: old }, request) {
    await request.call('apigateway', 'UpdateClientCertificate', {
      clientCertificateId,
      patchOperations: patchText('/description', old.Description, p.Description),
    })
    await retag(apiArn(request, `/clientcertificates/${clientCertificateId}`), old.Tags, p.Tags, request)
    return { physicalId: clientCertificateId, attributes }
  },

  async remove({ physicalId: clientCertificateId }, { call }) {
    await ignoring('NotFoundException', call('apigateway', 'DeleteClientCertificate', { clientCertificateId }))
  },
})
