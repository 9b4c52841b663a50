import type { JsonMap } from '../../../languages/openapi/json.ts'
import type { Reading } from './reading.ts'

/** What is read of each part of a document. */
const READ = {
  document: [
    'components',
    'info',
    'openapi',
    'paths',
    'security',
    'servers',
    'tags',
    'x-amazon-apigateway-cors',
    'x-amazon-apigateway-endpoint-configuration',
    'x-amazon-apigateway-importexport-version',
  ],
  components: ['securitySchemes', 'x-amazon-apigateway-integrations'],
  pathItem: [
    '$ref',
    'delete',
    'get',
    'head',
    'options',
    'patch',
    'post',
    'put',
    'trace',
    'x-amazon-apigateway-any-method',
  ],
  operation: [
    'isDefaultRoute',
    'operationId',
    'security',
    'x-amazon-apigateway-auth',
    'x-amazon-apigateway-integration',
  ],
  integration: [
    '$ref',
    'connectionId',
    'connectionType',
    'credentials',
    'httpMethod',
    'integrationSubtype',
    'payloadFormatVersion',
    'requestParameters',
    'responseParameters',
    'timeoutInMillis',
    'tlsConfig',
    'type',
    'uri',
  ],
} as const

/** The texts are observed for components and operations, in an answer of the AWS CLI to the import of AWS's own example. */
export function informOfIgnored(part: keyof typeof READ, path: string, map: JsonMap, { inform }: Reading): void {
  const read: readonly string[] = READ[part]
  for (const key of Object.keys(map)) {
    if (!read.includes(key)) inform(`${path}: key [${key}] will be ignored by API Gateway`)
  }
}
