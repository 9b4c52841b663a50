import { notEmulated } from '../../kernel/errors.ts'
import { badRequest } from './errors.ts'
import type { Strings } from './records.ts'
import { refuseWebSocketMembers } from './websocket-only.ts'

/** Documented; the text is inferred. */
const MAX_TAGS = 50

export function checkTags(tags: Strings): void {
  if (Object.keys(tags).length > MAX_TAGS) throw badRequest(`Cannot have more than ${MAX_TAGS} tags`)
}

interface GivenApi {
  readonly ApiKeySelectionExpression?: string
  readonly DisableSchemaValidation?: boolean
  readonly Name?: string
  readonly RouteSelectionExpression?: string
}

const SELECTION = /^(?:\$request\.method \$request\.path|\$\{request\.method\} \$\{request\.path\})$/

export function checkProtocol(protocolType: string | undefined): void {
  if (protocolType === 'WEBSOCKET') throw notEmulated('A WebSocket API (protocolType WEBSOCKET)')
}

/** Texts are observed (https://github.com/badmintoncryer/cdk-preflight, rules/apigatewayv2). */
export function checkSelection(given: GivenApi): void {
  if (given.Name === '') throw badRequest('Invalid API name specified')
  if (given.RouteSelectionExpression !== undefined && !SELECTION.test(given.RouteSelectionExpression)) {
    throw badRequest(`Route selection expression is currently limited to "\${request.method} \${request.path}"`)
  }
  refuseWebSocketMembers({ DisableSchemaValidation: given.DisableSchemaValidation })
}
