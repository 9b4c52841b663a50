import { type ApiGatewayDeps, operation } from '../deps.ts'
import { emptyAsNull } from '../empty-as-null.ts'
import { badRequest, noContentType, noParameter } from '../errors.ts'
import { checkCacheKey, checkRequestMappings, checkTemplates } from '../mapping-rules.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { choice, entries, integer, text, valueSet } from '../patch/rules.ts'
import { checkServable } from '../recordable.ts'
import type { IntegrationRecord, MethodRecord } from '../records.ts'
import { putMethod, requireIntegration, requireMethod } from '../repository.ts'
import { integrationToWire } from '../wire.ts'

const DEFAULT_TIMEOUT_MS = 29_000
const MIN_TIMEOUT_MS = 50
/** An answer that streams may take a quarter of an hour (documented: response-streaming-http). */
const MAX_TIMEOUTS_MS: Readonly<Record<string, number>> = { STREAM: 900_000 }
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']
const PASSTHROUGH_PROBLEM = `Invalid passthrough behavior specified. Valid options are ${PASSTHROUGH.join(', ')}`

/** Putting an integration replaces the one before with its responses (the latter is inferred). */
export const putIntegration = operation('PutIntegration', async (input, deps, ctx) => {
  // A MOCK keeps neither httpMethod nor uri, even when they are sent (recorded on AWS).
  const isMock = input.type === 'MOCK'
  const isHttp = input.type === 'HTTP' || input.type === 'HTTP_PROXY'
  const record = await ctx.transact(async (tx) => {
    const { resource, method } = await requireMethod(tx, ctx.place, input)
    const made: IntegrationRecord = {
      type: input.type,
      httpMethod: isMock ? undefined : input.integrationHttpMethod,
      uri: isMock ? undefined : input.uri,
      connectionType: isMock ? undefined : (input.connectionType ?? (isHttp ? 'INTERNET' : undefined)),
      connectionId: input.connectionId,
      credentials: input.credentials,
      requestParameters: input.requestParameters,
      requestTemplates: emptyAsNull(input.requestTemplates),
      passthroughBehavior: (input.passthroughBehavior ?? 'WHEN_NO_MATCH').toUpperCase(),
      contentHandling: input.contentHandling,
      timeoutInMillis: input.timeoutInMillis ?? DEFAULT_TIMEOUT_MS,
      cacheNamespace: input.cacheNamespace ?? resource.id,
      cacheKeyParameters: input.cacheKeyParameters ?? [],
      tlsConfig: input.tlsConfig,
      responseTransferMode: input.responseTransferMode,
      integrationTarget: input.integrationTarget,
      integrationResponses: {},
    }
    checkIntegration(made, method, deps)
    putMethod(tx, ctx.place, input.restApiId, resource, { ...method, integration: made })
    return made
  })
  return integrationToWire(record)
})

export const getIntegration = operation('GetIntegration', async (input, _deps, ctx) =>
  integrationToWire((await requireIntegration(ctx.reader, ctx.place, input)).integration),
)

export const deleteIntegration = operation('DeleteIntegration', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { resource, method } = await requireIntegration(tx, ctx.place, input)
    putMethod(tx, ctx.place, input.restApiId, resource, { ...method, integration: undefined })
  })
})

export const updateIntegration = operation('UpdateIntegration', async (input, deps, ctx) => {
  const record = await ctx.transact(async (tx) => {
    const { resource, method, integration } = await requireIntegration(tx, ctx.place, input)
    const after = applyPatch(integration, input.patchOperations, rulesFor(integration), plainDialect)
    checkIntegration(after, method, deps)
    putMethod(tx, ctx.place, input.restApiId, resource, { ...method, integration: after })
    return after
  })
  return integrationToWire(record)
})

const rules: readonly PatchRule<IntegrationRecord>[] = [
  entries('requestParameters', { missing: noParameter }),
  entries('requestTemplates', { missing: noContentType }),
  ...valueSet<IntegrationRecord>('cacheKeyParameters'),
  text('cacheNamespace'),
  text('connectionId'),
  text('connectionType'),
  text('contentHandling'),
  text('credentials'),
  text('integrationTarget'),
  text('responseTransferMode'),
  choice('passthroughBehavior', PASSTHROUGH, PASSTHROUGH_PROBLEM),
  {
    path: '/tlsConfig/insecureSkipVerification',
    verbs: ['replace'],
    apply: (target, { value }) => ({ ...target, tlsConfig: { insecureSkipVerification: value === 'true' } }),
  },
  integer('timeoutInMillis', Number.isInteger, timeoutProblem(DEFAULT_TIMEOUT_MS)),
]

/** `/uri` and `/httpMethod` are not patched on a MOCK (documented). */
function rulesFor({ type }: IntegrationRecord): readonly PatchRule<IntegrationRecord>[] {
  return type === 'MOCK' ? rules : [...rules, text('uri'), text('httpMethod')]
}

/** An integration as a whole, after it was put or patched. */
function checkIntegration(
  integration: IntegrationRecord,
  method: MethodRecord,
  { checks, isRecorded }: ApiGatewayDeps,
): void {
  if (!PASSTHROUGH.includes(integration.passthroughBehavior)) throw badRequest(PASSTHROUGH_PROBLEM)
  checkTimeout(integration)
  checkServable(integration, checks, isRecorded)
  checkRequestMappings(integration.requestParameters, method, checks)
  checkCacheKey(integration, method, checks)
  checkTemplates(integration.requestTemplates, checks)
}

/** The text for a whole answer is observed; that it names the other limit for one that streams is inferred. */
function checkTimeout({ timeoutInMillis: ms, responseTransferMode = '' }: IntegrationRecord): void {
  const max = MAX_TIMEOUTS_MS[responseTransferMode] ?? DEFAULT_TIMEOUT_MS
  if (Number.isInteger(ms) && ms >= MIN_TIMEOUT_MS && ms <= max) return
  throw badRequest(timeoutProblem(max))
}

function timeoutProblem(max: number): string {
  return `Timeout should be between ${MIN_TIMEOUT_MS} ms and ${max} ms`
}
