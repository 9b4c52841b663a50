import { notEmulated } from '../../../kernel/errors.ts'
import { type ExtensionPlace, extensionsIn } from '../../../languages/openapi/extensions.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import type { Reading } from './reading.ts'

const PREFIX = 'x-amazon-apigateway-'

/** Extensions and where they are read; those of HTTP APIs say nothing about a REST API (documented for each). */
const KNOWN: Readonly<Record<string, readonly ExtensionPlace[]>> = {
  'any-method': ['path item'],
  'api-key-source': ['document'],
  auth: ['operation'],
  authorizer: ['security scheme'],
  authtype: ['security scheme'],
  'binary-media-types': ['document'],
  cors: ['document'],
  documentation: ['document'],
  'endpoint-access-mode': ['document'],
  'endpoint-configuration': ['document', 'server'],
  'gateway-responses': ['document'],
  'importexport-version': ['document'],
  integration: ['operation'],
  integrations: ['components'],
  'minimum-compression-size': ['document'],
  policy: ['document'],
  'request-validator': ['document', 'operation'],
  'request-validators': ['document'],
  'security-policy': ['document'],
  'tag-value': ['tag'],
}

/** An extension that is not known is refused by name, wherever it stands; one where it means nothing is warned of. */
export function* judgeExtensions({ root, warn }: Reading): Steps<void> {
  for (const { name, place, path } of yield* extensionsIn(root, PREFIX)) {
    const known = name.slice(PREFIX.length)
    if (!Object.hasOwn(KNOWN, known)) throw notEmulated(`${name} in an OpenAPI document`)
    // That it is passed over is documented by what each extension extends; the text is ours.
    if (!KNOWN[known]?.includes(place)) warn(`Extension '${name}' is not supported in '${path}'. Ignoring.`)
  }
}
