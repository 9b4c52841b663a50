import { nearest } from '../../trace/nearest.ts'
import type { NamedRoute } from '../../trace/other-routes.ts'
import type { CompiledApi } from '../compile/api.ts'
import type { KeptCall } from './kept-call.ts'

const SHOWN = 3

/** All methods of the deployment. */
export function routesOf(api: CompiledApi): readonly NamedRoute[] {
  return api.snapshot.definition.resources.flatMap(({ methods, path }) =>
    Object.keys(methods).map((method) => ({ method, path })),
  )
}

type Asked = Pick<KeptCall, 'api' | 'httpMethod' | 'path'>

/** Methods of the deployment that may have been meant: those of the same path before others. */
export function nearestRoutes({ api, httpMethod, path }: Asked): string[] {
  const routes = routesOf(api).map(({ method, path: template }) => `${method} ${template}`)
  return [...nearest(`${httpMethod} ${path}`, routes, SHOWN)]
}
