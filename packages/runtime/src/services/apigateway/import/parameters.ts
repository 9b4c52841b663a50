import type { EndpointConfiguration } from '../../../generated/apigateway.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { BASE_PATH_MODES, type BasePathMode } from '../../../languages/openapi/base-path.ts'
import { badRequest } from '../errors.ts'
import type { Strings } from '../records.ts'

const KNOWN: readonly string[] = ['basepath', 'endpointConfigurationTypes', 'vpcEndpointIds', 'ignore']
const BASE_PATHS: readonly string[] = BASE_PATH_MODES

export interface ImportParameters {
  readonly basePath: BasePathMode
  readonly endpoint: EndpointConfiguration
  /** `ignore=documentation`. */
  readonly ignoresDocumentation: boolean
}

/** What stands in the query beside `mode` and `failonwarnings` (documented: API_ImportRestApi). */
export function readParameters(given: Strings = {}): ImportParameters {
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) throw notEmulated(`The parameter ${unknown} of an import`)
  const { basepath = 'ignore', endpointConfigurationTypes, ignore, vpcEndpointIds } = given
  if (!BASE_PATHS.includes(basepath)) {
    throw badRequest(`Invalid basepath specified. Valid options are ${BASE_PATHS.join(', ')}`)
  }
  // The text is inferred.
  if (ignore !== undefined && ignore !== 'documentation') {
    throw badRequest('Invalid ignore specified. Valid options are documentation')
  }
  return {
    ignoresDocumentation: ignore !== undefined,
    basePath: basepath as BasePathMode,
    endpoint: { types: endpointConfigurationTypes?.split(','), vpcEndpointIds: vpcEndpointIds?.split(',') },
  }
}
