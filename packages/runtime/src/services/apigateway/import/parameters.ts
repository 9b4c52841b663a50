import type { EndpointConfiguration } from '../../../generated/apigateway.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { badRequest } from '../errors.ts'
import type { Strings } from '../records.ts'
import type { BasePathMode } from './describe.ts'

/** `ignore=documentation` asks for less than what an import here leaves out anyway. */
const KNOWN: readonly string[] = ['basepath', 'endpointConfigurationTypes', 'vpcEndpointIds', 'ignore']
const BASE_PATHS: readonly string[] = ['ignore', 'prepend', 'split'] satisfies BasePathMode[]

export interface ImportParameters {
  readonly basePath: BasePathMode
  readonly endpoint: EndpointConfiguration
}

/** What stands in the query beside `mode` and `failonwarnings` (documented: API_ImportRestApi). */
export function readParameters(given: Strings = {}): ImportParameters {
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) throw notEmulated(`The parameter ${unknown} of an import`)
  const { basepath = 'ignore', endpointConfigurationTypes, vpcEndpointIds } = given
  if (!BASE_PATHS.includes(basepath)) {
    throw badRequest(`Invalid basepath specified. Valid options are ${BASE_PATHS.join(', ')}`)
  }
  return {
    basePath: basepath as BasePathMode,
    endpoint: { types: endpointConfigurationTypes?.split(','), vpcEndpointIds: vpcEndpointIds?.split(',') },
  }
}
