import type { HeaderList } from '../../../kernel/wire.ts'
import { identityOf } from '../client-certificates/identity.ts'
import { requireClientCertificate } from '../client-certificates/repository.ts'
import { operation } from '../deps.ts'
import { noIntegration, noMethod } from '../errors.ts'
import { definitionOf } from '../freeze.ts'
import { own, requireApi, requireResource } from '../repository.ts'
import { testHeadersOf } from '../test-headers.ts'

const VERBS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** Calls a method as it is now. Whatever it answers, the test itself has succeeded (recorded). */
export const testInvokeMethod = operation('TestInvokeMethod', async (input, { testMethod, vault }, ctx) => {
  const { restApiId, resourceId, httpMethod, stageVariables = {} } = input
  // Beneath an API that is not there, it is the resource that is missing.
  const resource = await requireResource(ctx.reader, ctx.place, restApiId, resourceId)
  // That a verb tests `ANY` is inferred: the console asks for one.
  const method = own(resource.methods, httpMethod) ?? (VERBS.has(httpMethod) ? own(resource.methods, 'ANY') : undefined)
  if (!method) throw noMethod()
  if (!method.integration) throw noIntegration()
  const { clientCertificateId: certificateId } = input
  const certificate = certificateId && (await requireClientCertificate(ctx.reader, ctx.place, certificateId))
  const api = await requireApi(ctx.reader, ctx.place, restApiId)
  const { status, headers, body, log, latencyMs } = await testMethod({
    place: ctx.place,
    definition: await definitionOf(ctx.reader, ctx.place, api),
    resource,
    method,
    clientIdentity: certificate ? identityOf(certificate, vault) : undefined,
    httpMethod,
    pathWithQueryString: input.pathWithQueryString,
    headers: testHeadersOf(input),
    body: input.body ?? '',
    variables: stageVariables,
    origin: ctx.origin,
  })
  return { status, body, ...headersToWire(headers), log, latency: latencyMs }
})

/** Of a repeated header the single value is the last (inferred). */
function headersToWire(list: HeaderList) {
  const multi = new Map<string, string[]>()
  for (const [name, value] of list) {
    const values = multi.get(name)
    if (values) values.push(value)
    else multi.set(name, [value])
  }
  return { headers: Object.fromEntries(list), multiValueHeaders: Object.fromEntries(multi) }
}
