import { notEmulated } from '../../../kernel/errors.ts'
import { extensionsIn } from '../../../languages/openapi/extensions.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import type { Reading } from './reading.ts'

const PREFIX = 'x-amazon-apigateway-'

/** Of HTTP APIs and of REST APIs (documented: api-gateway-swagger-extensions). */
const KNOWN: ReadonlySet<string> = new Set([
  'any-method',
  'api-key-source',
  'auth',
  'authorizer',
  'authtype',
  'binary-media-types',
  'cors',
  'documentation',
  'endpoint-access-mode',
  'endpoint-configuration',
  'gateway-responses',
  'importexport-version',
  'integration',
  'integrations',
  'minimum-compression-size',
  'policy',
  'request-validator',
  'request-validators',
  'security-policy',
  'tag-value',
])

/** One that is not known is refused by name, wherever it stands. */
export function* refuseUnknownExtensions({ root }: Pick<Reading, 'root'>): Steps<void> {
  const found = yield* extensionsIn(root, PREFIX)
  const unknown = found.find(({ name }) => !KNOWN.has(name.slice(PREFIX.length)))
  if (unknown) throw notEmulated(`${unknown.name} in an OpenAPI document`)
}
