import type { WireResponse } from '../../../kernel/wire.ts'
import { printed } from '../../../languages/velocity/print.ts'
import type { Template } from '../../../languages/velocity/template.ts'
import type { Value } from '../../../languages/velocity/value.ts'
import { headerValue } from '../../header-value.ts'
import { type Header, Reply } from '../../reply.ts'
import type { Exchange } from '../exchange.ts'
import { misconfigured } from '../gateway-error.ts'
import { passHeaders } from '../mapping/passed-headers.ts'
import { type ContentHandling, type Payload, passedPayload, responsePayload, templateText } from '../mapping/payload.ts'
import { applyHeaders, clientName } from '../mapping/response-headers.ts'
import { TemplateGlobals } from '../variables/globals.ts'

/** Said to a client whose wish for a fresh answer was ignored (documented, the text as other emulators have it). */
const IGNORED: Header = ['Warning', '199 Cache-control headers were ignored because the caller was unauthorized.']

/** Makes the answer of what the backend said: through an integration response, or, for a proxy, as it is. */
export function mapResponse(exchange: Exchange): void {
  exchange.response = exchange.method.integration.bodies === 'mapped' ? mapped(exchange) : passed(exchange)
}

/** Chooses the integration response, renders its template, then applies mappings and, last, overrides. */
function mapped(exchange: Exchange): WireResponse {
  const { backend, call, method } = exchange
  const chosen = method.integration.responses.choose(backend.selection)
  if (!chosen) {
    const reason = `no integration response matches ${backend.selection ?? 'a success'}`
    throw misconfigured(reason, undefined, 'response-unmatched')
  }
  // Observed in execution logs of HTTP and Lambda integrations; for a mock it is inferred.
  if (!chosen.isDeclared) {
    const reason = `Output mapping refers to an invalid method response: ${chosen.status}`
    throw misconfigured(reason, undefined, 'response-undeclared')
  }
  const payload = responsePayload(exchange, backend, chosen.contentHandling)
  const template = chosen.templates.choose(call.headers.accept)
  const body = template ? (template.constant ?? rendered(template, payload, chosen.contentHandling, exchange)) : payload

  const reply = new Reply(chosen.status)
  if (method.integration.takesParameters) reply.set('x-amzn-trace-id', ['X-Amzn-Trace-Id', exchange.traceId])
  applyHeaders(chosen.headers, exchange, reply)
  if (exchange.usedContext) applyOverrides(reply, exchange.usedContext.get('responseOverride') ?? null, exchange)
  if (!isFinalStatus(reply.status)) throw misconfigured(`${reply.status} cannot be the status of an answer`)
  if (exchange.cacheUse?.warns) reply.set('warning', IGNORED)
  return reply.send(call, body)
}

function rendered(template: Template, payload: Payload, handling: ContentHandling, exchange: Exchange): string {
  if (handling === 'CONVERT_TO_BINARY' && typeof payload !== 'string') {
    // Recorded: response_convert_to_binary_with_request_template.
    throw misconfigured('a template cannot read a body that was made binary')
  }
  return template.render(new TemplateGlobals(exchange, templateText(payload)), exchange.budget)
}

function passed(exchange: Exchange): WireResponse {
  const { backend, call } = exchange
  const reply = new Reply(Number(backend.status))
  passHeaders(backend.headers, reply)
  if (exchange.cacheUse?.warns) reply.set('warning', IGNORED)
  const { body } = backend
  const isWhole = typeof body === 'string' || Buffer.isBuffer(body)
  const converts = isWhole && exchange.method.integration.bodies === 'passed'
  return reply.send(call, converts ? passedPayload(exchange, backend) : body)
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
