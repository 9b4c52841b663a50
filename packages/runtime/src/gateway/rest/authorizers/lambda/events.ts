import type { Exchange } from '../../exchange.ts'
import { compileRequestMembers } from '../../integrations/aws/proxy-event.ts'
import { methodArnOf } from '../../method-arn.ts'

/** What a function of the type `TOKEN` is handed (documented: api-gateway-lambda-authorizer-input). */
export function tokenEvent(exchange: Exchange, token: string): Buffer {
  const event = { type: 'TOKEN', methodArn: methodArnOf(exchange), authorizationToken: token }
  return Buffer.from(JSON.stringify(event))
}

/** What a function of the type `REQUEST` is handed: the call without its body (documented: same). */
export function compileRequestEvent(variables: Readonly<Record<string, string>>): (exchange: Exchange) => Buffer {
  const membersOf = compileRequestMembers(variables)
  return (exchange) => {
    const methodArn = JSON.stringify(methodArnOf(exchange))
    return Buffer.from(`{"type":"REQUEST","methodArn":${methodArn},${membersOf(exchange)}}`)
  }
}
