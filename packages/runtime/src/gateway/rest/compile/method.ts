import { own } from '../../../kernel/own.ts'
import type { StageSnapshot } from '../../ports.ts'
import { type Admit, admissionOf } from '../admission/admission.ts'
import type { Authorize } from '../authorizers/authorizer.ts'
import { authorizationOf } from '../authorizers/index.ts'
import { throughCache } from '../cache/cached-method.ts'
import type { MethodDefinition } from '../definition.ts'
import { GatewayError, misconfigured } from '../gateway-error.ts'
import { findIntegration, problemWithIntegration } from '../integrations/index.ts'
import type { Integration, Invoke } from '../integrations/integration.ts'
import { compileParameters, type MappedParameter } from '../mapping/request-parameters.ts'
import { RequestTemplates } from '../mapping/request-templates.ts'
import type { Ports } from '../runtime.ts'
import { type BodyModel, bodyModelOf } from '../validation/body.ts'
import { IntegrationResponses } from './integration-responses.ts'
import type { Route } from './routes.ts'

/** A method with everything that the steps need, made at its first call. */
export interface CompiledMethod {
  /** As it was deployed. */
  readonly definition: MethodDefinition
  readonly resourceId: string
  readonly resourcePath: string
  readonly authorize: Authorize
  readonly admit: Admit
  readonly requiredParameters: readonly RequiredParameter[]
  readonly bodyModel: BodyModel | undefined
  readonly integration: CompiledIntegration
}

export interface RequiredParameter {
  readonly place: string
  readonly name: string
}

export interface CompiledIntegration extends Pick<Integration, 'bodies' | 'takesParameters'> {
  readonly invoke: Invoke
  readonly contentHandling: string | undefined
  /** Those that go somewhere, and those that can fail. */
  readonly parameters: readonly MappedParameter[]
  readonly templates: RequestTemplates
  readonly responses: IntegrationResponses
}

export function compileMethod(route: Route, snapshot: StageSnapshot, ports: Ports): CompiledMethod {
  const { resource, definition } = route
  const method = {
    definition,
    resourceId: resource.id,
    resourcePath: resource.path,
    authorize: closedOnFailure(() => authorizationOf(definition, snapshot, ports)),
    admit: admissionOf(route, snapshot, ports),
    requiredParameters: requiredParametersOf(definition.requestParameters, isValidated(definition, snapshot)),
    bodyModel: bodyModelOf(definition, snapshot.definition),
  }
  const integration = integrationOrProblem(route, snapshot, ports)
  if (!(integration instanceof GatewayError)) return { ...method, integration }
  return {
    ...method,
    // Thrown when the integration is to be called: a caller whom the authorizer refuses never learns of it.
    get integration(): never {
      throw integration
    },
  }
}

/** An authorizer that cannot be compiled lets nobody in. */
export function closedOnFailure(compile: () => Authorize): Authorize {
  try {
    return compile()
  } catch (error) {
    const reason = `the authorizer cannot be compiled: ${error instanceof Error ? error.message : ''}`
    return () => {
      throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', reason, { cause: error })
    }
  }
}

function isValidated({ requestValidatorId }: Route['definition'], { definition }: StageSnapshot): boolean {
  return own(definition.requestValidators, requestValidatorId ?? '')?.validateRequestParameters === true
}

/** In the order of their full keys: header, path, query string (observed). */
function requiredParametersOf(
  parameters: Readonly<Record<string, boolean>> | undefined,
  validated: boolean,
): RequiredParameter[] {
  if (!validated) return []
  return Object.keys(parameters ?? {})
    .filter((key) => parameters?.[key] === true)
    .sort()
    .flatMap((key) => {
      const [, place, name] = /^method\.request\.(header|path|querystring)\.(.+)$/.exec(key) ?? []
      return place && name ? [{ place, name }] : []
    })
}

/** What cannot be compiled is a configuration error of this one method. */
function integrationOrProblem(route: Route, snapshot: StageSnapshot, ports: Ports): CompiledIntegration | GatewayError {
  const { integration: definition, methodResponses } = route.definition
  const { clientIdentity, variables } = snapshot
  if (!definition) return misconfigured('the method has no integration')
  const integration = findIntegration(definition.type)
  const problem = problemWithIntegration(definition, ports.forwards)
  // Recorded because its owner asked for that.
  if (problem && 'notEmulated' in problem) return misconfigured(`${problem.notEmulated} is not emulated`)
  if (!integration) return misconfigured(`integration type ${definition.type} is unknown`)
  const { bodies, takesParameters } = integration
  try {
    return {
      bodies,
      takesParameters,
      invoke: throughCache(
        integration.compile({ clientIdentity, definition, variables }, ports),
        route,
        definition,
        snapshot,
        ports,
      ),
      contentHandling: definition.contentHandling,
      // A mock has nowhere to send parameters, but one that cannot be read must still fail.
      parameters: compileParameters(definition.requestParameters).filter(
        ({ source }) => takesParameters || source.mayFail,
      ),
      templates: new RequestTemplates(definition),
      responses: new IntegrationResponses(definition, methodResponses),
    }
  } catch (error) {
    return misconfigured(error instanceof Error ? error.message : 'the integration cannot be compiled', error)
  }
}
