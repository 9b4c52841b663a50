import { type BasePathMode, prefixOf } from '../../../languages/openapi/base-path.ts'
import { mapOf } from '../../../languages/openapi/json.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import { describeRoutes } from './describe-routes.ts'
import { describeAuthorizers } from './describe-security.ts'
import { describeSettings } from './describe-settings.ts'
import type { HttpApiDescription } from './description.ts'
import { refuseUnknownExtensions } from './extensions.ts'
import { informOfIgnored } from './ignored-members.ts'
import type { Reading } from './reading.ts'

/** What a document says of an HTTP API. */
export function* describe(
  document: Omit<Reading, 'warn' | 'inform'>,
  basePath: BasePathMode,
): Steps<HttpApiDescription> {
  const warnings: string[] = []
  const info: string[] = []
  const reading: Reading = {
    ...document,
    warn: (text) => void warnings.push(text),
    inform: (text) => void info.push(text),
  }
  const { root } = document
  yield* refuseUnknownExtensions(reading)
  informOfIgnored('document', 'openapi', root, reading)
  informOfIgnored('components', 'components', mapOf(root.components), reading)
  return {
    settings: describeSettings(reading),
    authorizers: describeAuthorizers(reading),
    routes: yield* describeRoutes(reading, prefixOf(document, basePath)),
    warnings,
    info,
  }
}
