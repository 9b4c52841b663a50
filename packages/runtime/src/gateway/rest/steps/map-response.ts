import { printed } from '../../../languages/velocity/print.ts'
import type { Value } from '../../../languages/velocity/value.ts'
import { Reply } from '../../reply.ts'
import type { Exchange } from '../exchange.ts'
import { misconfigured } from '../gateway-error.ts'
import { applyHeaders, clientName, headerValue } from '../mapping/response-headers.ts'
import { TemplateGlobals } from '../variables/globals.ts'

/** Chooses the integration response, renders its template, then applies mappings and, last, overrides. */
export function mapResponse(exchange: Exchange): void {
  const { backend, call, method } = exchange
  const chosen = method.integration.responses.choose(backend.status)
  if (!chosen) throw misconfigured(`no integration response matches the status ${backend.status}`)
  const template = chosen.templates.choose(call.headers.accept)
  const body = template
    ? (template.constant ?? template.render(new TemplateGlobals(exchange, backend.body), exchange.budget))
    : backend.body

  const reply = new Reply(chosen.status)
  applyHeaders(chosen.headers, exchange, reply)
  if (exchange.usedContext) applyOverrides(reply, exchange.usedContext.get('responseOverride') ?? null, exchange)
  if (!isFinalStatus(reply.status)) throw misconfigured(`${reply.status} cannot be the status of an answer`)
  exchange.response = reply.send(call, body)
}

/** `$context.responseOverride`, set by either template. A status that is none is ignored (inferred). */
function applyOverrides(reply: Reply, overrides: Value, exchange: Exchange): void {
  if (!(overrides instanceof Map)) return
  const status = printed(overrides.get('status') ?? null, exchange.budget)
  if (/^\d{3}$/.test(status) && isFinalStatus(Number(status))) reply.status = Number(status)
  const headers = overrides.get('header')
  if (!(headers instanceof Map)) return
  for (const [key, value] of headers) {
    // That the names of overrides are remapped like those of mappings is inferred.
    const name = typeof key === 'string' ? clientName(key) : undefined
    if (name && value !== null) reply.set(name.toLowerCase(), [name, headerValue(printed(value, exchange.budget))])
  }
}

/** AWS takes 100 to 599; a final answer cannot have a 1xx status. */
function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599
}
