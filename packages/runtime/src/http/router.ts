import { isPreflight } from '../kernel/preflight.ts'
import type { Soon } from '../kernel/soon.ts'
import type { WireHandler, WireRequest, WireResponse } from '../kernel/wire.ts'
import {
  ADMIN_LIMIT,
  type Admission,
  type Admit,
  CUSTOM_RESOURCE_LIMIT,
  FUNCTION_URL_LIMIT,
  gatewayLimit,
  OAUTH_LIMIT,
  TRIED_CALL_LIMIT,
} from './admission.ts'
import { preflightAnswer, withCors } from './cross-origin.ts'
import type { Planes } from './planes.ts'
import { createRoute, type RouteOptions } from './route.ts'

const TRIED_CALL = '/_sallyport/calls'

/** The planes, and what the head of a request decides before its body is read. */
export interface Router {
  readonly handle: WireHandler
  readonly admit: Admit
}

export function createRouter(planes: Planes, options: RouteOptions = {}): Router {
  const { controlPlane, admin } = planes
  return {
    handle: createRoute<Soon<WireResponse>>(
      {
        controlPlane: (request) => forScripts(controlPlane.handle, request),
        recognizes: controlPlane.recognizes,
        oauth: planes.oauth,
        issuerDocuments: planes.issuerDocuments,
        gateway: planes.gateway,
        apiDomains: planes.apiDomains,
        waitConditions: planes.waitConditions,
        customResources: planes.customResources,
        functionCode: planes.functionCode,
        functionUrls: planes.functionUrls,
        admin: (request) => forScripts(admin, request),
        refuse: (response) => response,
      },
      options,
    ),
    admit: createRoute<Admission>(
      {
        controlPlane: controlPlane.bodyLimit,
        // A form's body may have the only mark.
        recognizes: () => true,
        oauth: () => OAUTH_LIMIT,
        issuerDocuments: () => ADMIN_LIMIT,
        gateway: (...called) => gatewayLimit(() => planes.oversized.gateway(...called)),
        apiDomains: (...called) => gatewayLimit(() => planes.oversized.apiDomains(...called)),
        waitConditions: () => ADMIN_LIMIT,
        customResources: () => CUSTOM_RESOURCE_LIMIT,
        functionCode: () => ADMIN_LIMIT,
        functionUrls: () => FUNCTION_URL_LIMIT,
        admin: ({ path }) => (path === TRIED_CALL ? TRIED_CALL_LIMIT : ADMIN_LIMIT),
        refuse: (response) => response,
      },
      options,
    ),
  }
}

/** Adds what the scripts of a page that may call need to read the answer. */
function forScripts(handle: WireHandler, request: WireRequest): Soon<WireResponse> {
  const { origin } = request.headers
  if (origin === undefined) return handle(request)
  if (isPreflight(request)) return preflightAnswer(request, origin)
  const response = handle(request)
  return response instanceof Promise ? response.then((answer) => withCors(answer, origin)) : withCors(response, origin)
}
