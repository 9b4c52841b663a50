import type { HttpAuthorizerDefinition, HttpIntegrationDefinition } from './http/definition.ts'
import type { HttpIntegrationProblem } from './http/integrations/integration.ts'
import type { AuthorizerDefinition, IntegrationDefinition, MethodDefinition } from './rest/definition.ts'
import type { IntegrationProblem } from './rest/integrations/integration.ts'

/**
 * What the control plane asks before it stores something that the data plane could not serve. Each gives what is wrong,
 * or undefined. Implemented by `checks.ts`.
 */
export interface DefinitionChecks {
  problemWithTemplate(text: string): string | undefined
  /** The right side of a parameter mapping, e.g. `method.request.header.X` or `'text'`. */
  problemWithMapping(source: string): string | undefined
  /** A name of `cacheKeyParameters`, beside what its method and its integration declare. */
  isCacheKeyParameter(
    name: string,
    declared: {
      readonly method: Pick<MethodDefinition, 'requestParameters'>
      readonly integration: Pick<IntegrationDefinition, 'requestParameters'>
    },
  ): boolean
  /** A Java regular expression: `selectionPattern`, `identityValidationExpression`. */
  problemWithPattern(pattern: string): string | undefined
  /** The format of an access log. */
  problemWithAccessFormat(format: string): string | undefined
  /** Types that `PutIntegration` may take. */
  readonly integrationTypes: readonly string[]
  /** An integration as a whole: undefined when the data plane can serve it. */
  problemWithIntegration(definition: IntegrationDefinition): IntegrationProblem | undefined
  /** Types that `CreateAuthorizer` may take. */
  readonly authorizerTypes: readonly string[]
  /** An authorizer of one of these types: a text of AWS's, for a 400. */
  problemWithAuthorizer(definition: AuthorizerDefinition): string | undefined
}

/** The same for HTTP APIs. Implemented by `http/checks.ts`. */
export interface HttpDefinitionChecks {
  /** `GET /pets/{petId}` or `$default`. */
  problemWithRouteKey(routeKey: string): string | undefined
  /** One entry of an integration's `requestParameters`, unless the integration calls a service of AWS. */
  problemWithRequestParameter(key: string, value: string): string | undefined
  /** One entry of `responseParameters`, below its status. */
  problemWithResponseParameter(key: string, value: string): string | undefined
  /** An integration as a whole: undefined when the data plane can serve it. */
  problemWithIntegration(definition: HttpIntegrationDefinition): HttpIntegrationProblem | undefined
  problemWithAuthorizer(definition: HttpAuthorizerDefinition): string | undefined
  /** The format of an access log. */
  problemWithAccessFormat(format: string): string | undefined
  /** Headers that no mapping may change, in lower case; a star stands for the rest of a name. */
  readonly reservedHeaders: readonly string[]
}
