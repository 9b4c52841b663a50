import { nearest } from '../../trace/nearest.ts'
import type { KeptCall } from './kept-call.ts'

const SHOWN = 3

type Asked = Pick<KeptCall, 'api' | 'httpMethod' | 'path'>

/** Methods of the deployment that may have been meant: those of the same path before others. */
export function nearestRoutes({ api, httpMethod, path }: Asked): string[] {
  const routes = api.snapshot.definition.resources.flatMap((resource) =>
    Object.keys(resource.methods).map((method) => `${method} ${resource.path}`),
  )
  return [...nearest(`${httpMethod} ${path}`, routes, SHOWN)]
}
