import type { CorsDefinition } from '../../gateway/http/definition.ts'
import type { Cors } from '../../generated/apigatewayv2.ts'
import { badRequest } from './errors.ts'

/** Empty lists are left out. Text observed: https://github.com/badmintoncryer/cdk-preflight, rules/apigatewayv2. */
export function corsOf(given: Cors): CorsDefinition {
  if (given.AllowCredentials && given.AllowOrigins?.includes('*')) {
    throw badRequest("allow-credentials is not supported if 'allow-origin' is *")
  }
  const members = {
    allowCredentials: given.AllowCredentials,
    allowHeaders: given.AllowHeaders,
    allowMethods: given.AllowMethods,
    allowOrigins: given.AllowOrigins,
    exposeHeaders: given.ExposeHeaders,
    maxAge: given.MaxAge,
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => isSaid(value)))
}

function isSaid(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0)
}
