import { AwsError, notEmulated } from '../kernel/errors.ts'
import type { WireRequest } from '../kernel/wire.ts'
import { type IncomingCall, isFormBased, type OperationRef, type WireForm } from './codec.ts'
import { requireOperation } from './dispatch.ts'
import { readQuery, requireForm } from './form-request.ts'
import type { Addressed } from './identify.ts'
import { type ServiceModel, shapeOf } from './model.ts'
import type { Models } from './models.ts'
import { MalformedQuery, NO_PARAMETERS, parseQuery, type QueryParameters } from './query-parameters.ts'
import { createRestRouter, type RestRouter } from './rest-router.ts'
import { SUBRESOURCES } from './s3-documents.ts'
import { literalQueryOf } from './uri-template.ts'
import { invalidUri, unknownOperation } from './wire-errors.ts'

/** What a request asks for, and the parts of it that were taken from its address. */
export interface FoundOperation {
  readonly target: OperationRef
  readonly call: IncomingCall
}

export type OperationFinder = (request: WireRequest, addressed: Addressed) => FoundOperation

/** Finds the operation of a request whose service is known; throws the refusal of that service's wire form. */
export function createOperationFinder(models: Models): OperationFinder {
  const routers = new Map<ServiceModel, RestRouter>()
  const routerOf = (model: ServiceModel) => {
    let router = routers.get(model)
    if (!router) {
      router = createRestRouter(model)
      routers.set(model, router)
    }
    return router
  }

  return (request, addressed) => {
    const { model, form } = addressed
    if (!model) throw foreignService(request, addressed)
    if (isFormBased(form)) return byAction(request, model, form)
    if (form === 'restJson1' || form === 'restXml') return byAddress(request, addressed, model, routerOf(model))
    return byTarget(request, model)
  }

  function byTarget(request: WireRequest, model: ServiceModel): FoundOperation {
    const asked = request.headers['x-amz-target'] ?? ''
    const prefix = `${model.targetPrefix}.`
    if (!asked.startsWith(prefix)) throw unknownOperation('awsJson1_1', shown(asked))
    const target = requireOperation(models, model.name, shown(asked.slice(prefix.length)))
    return { target, call: { request, labels: {}, query: NO_PARAMETERS } }
  }

  function byAction(request: WireRequest, model: ServiceModel, wireForm: WireForm): FoundOperation {
    const form = requireForm(request)
    const action = form.get('Action')
    if (!action) throw new AwsError('MissingAction', 'The request must contain the parameter Action.')
    const version = form.get('Version') ?? 'NO_VERSION_SPECIFIED'
    if (version !== model.apiVersion) throw unknownOperation(wireForm, shown(action), shown(version))
    const target = requireOperation(models, model.name, shown(action))
    return { target, call: { request, labels: {}, query: NO_PARAMETERS, form } }
  }
}

function byAddress(
  request: WireRequest,
  { form, host }: Addressed,
  model: ServiceModel,
  router: RestRouter,
): FoundOperation {
  const path = host.bucket === undefined ? request.path : `/${host.bucket}${request.path}`
  const query = restQuery(request, form)
  const match = router({ method: request.method, path, query, headers: request.headers })
  if (match === 'malformed') throw invalidUri(form)
  const asked = `${request.method} ${shown(path)}`
  if (model.name === 'apigateway' && path.startsWith('/v2/')) throw notEmulated(`apigatewayv2 ${asked}`)
  if (model.name === 's3') refuseUnknownSubresource(asked, query, match?.target)
  if (!match) throw unknownOperation(form, asked)
  return { target: match.target, call: { request, labels: match.labels, query } }
}

function restQuery(request: WireRequest, form: Addressed['form']): QueryParameters {
  if (form !== 'restXml') return readQuery(request.query)
  try {
    return parseQuery(request.query)
  } catch (error) {
    if (error instanceof MalformedQuery) throw invalidUri(form)
    throw error
  }
}

/** `GET /bucket?cors` would else be answered as if it had asked for the bucket's objects. */
function refuseUnknownSubresource(asked: string, query: QueryParameters, target: OperationRef | undefined): void {
  const known = new Set(
    target && [...literalQueryOf(target.operation.http.uri).map(({ name }) => name), ...boundQuery(target)],
  )
  const unknown = query.entries.map(([name]) => name).find((name) => SUBRESOURCES.has(name) && !known.has(name))
  if (unknown !== undefined) throw notEmulated(`s3 ${asked}?${unknown}`)
}

function boundQuery({ model, operation }: OperationRef): string[] {
  const members = operation.input ? shapeOf(model, operation.input.shape).members : {}
  return Object.entries(members ?? {}).flatMap(([name, { location, locationName }]) =>
    location === 'querystring' ? [locationName ?? name] : [],
  )
}

/** Names the service and, as well as it can be told, the operation. */
function foreignService(request: WireRequest, { form, service }: Addressed): AwsError {
  const target = request.headers['x-amz-target']
  const asked =
    target !== undefined
      ? target.slice(target.lastIndexOf('.') + 1)
      : (isFormBased(form) && requireForm(request).get('Action')) || `${request.method} ${request.path}`
  return notEmulated(`${shown(service)} ${shown(asked)}`)
}

/** Text from outside, short enough for a message. */
function shown(text: string): string {
  return text.slice(0, 200)
}
