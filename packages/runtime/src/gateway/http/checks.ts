import type { Forwards } from '../../kernel/forwards.ts'
import type { HttpDefinitionChecks } from '../check-ports.ts'
import { problemWithAccessFormat } from '../logs/access-format.ts'
import { problemWithAuthorizer } from './authorizers/index.ts'
import { problemWithIntegration } from './integrations/index.ts'
import { problemWithMapping } from './mapping/parameters.ts'
import { RESERVED_HEADERS } from './mapping/reserved-headers.ts'
import { problemWithRouteKey } from './route-key.ts'

/** Pure: nothing is kept, nothing is run. */
export const httpDefinitionChecks: HttpDefinitionChecks = {
  problemWithRouteKey,
  problemWithRequestParameter: (key, value) => problemWithMapping(key, value, 'request'),
  problemWithResponseParameter: (key, value) => problemWithMapping(key, value, 'response'),
  problemWithIntegration,
  problemWithAuthorizer,
  problemWithAccessFormat,
  reservedHeaders: RESERVED_HEADERS,
}

/** Where other emulators answer for services. */
export function httpDefinitionChecksWith(forwards: Forwards): HttpDefinitionChecks {
  return {
    ...httpDefinitionChecks,
    problemWithIntegration: (definition) => problemWithIntegration(definition, forwards),
  }
}
