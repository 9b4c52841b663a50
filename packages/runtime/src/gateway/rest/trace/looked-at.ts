import { defined } from '../../../kernel/defined.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import { failurePlaceOf } from '../../../languages/velocity/failure-place.ts'
import { masked } from '../../logs/execution-text.ts'
import { clientIn } from '../../tokens/client-in.ts'
import type { VerifiedToken } from '../../tokens/verified-token.ts'
import { otherRoutes } from '../../trace/other-routes.ts'
import { identityWords, policyWords } from '../../trace/policy-words.ts'
import type { CompiledIntegration } from '../compile/method.ts'
import type { AuthorizerDefinition } from '../definition.ts'
import { templateText } from '../mapping/payload.ts'
import type { KeptCall } from './kept-call.ts'
import { nearestRoutes, routesOf } from './nearest-routes.ts'
import type { StepName } from './step-names.ts'

interface Look {
  readonly looked: JsonObject
  /** Where the call passed. */
  readonly decided: string
}

/** What each step went by, read from the call and the definition that it was served by. */
export const lookedAt: Readonly<Record<StepName, (kept: KeptCall) => Look>> = {
  route,
  authorizer,
  'API key and throttles': admission,
  validation,
  'request mapping': requestMapping,
  integration,
  'response mapping': responseMapping,
}

function route(kept: KeptCall): Look {
  const { api, httpMethod, matched, path } = kept
  const asked = { method: httpMethod, path: shown(path), deployment: api.snapshot.deploymentId }
  if (!matched) return { looked: { ...asked, nearest: nearestRoutes(kept) }, decided: 'no method' }
  const { httpMethod: method } = matched.definition
  const taken = { method, path: matched.resourcePath }
  const others = otherRoutes(routesOf(api), { method: httpMethod, path }, taken)
  const looked = defined({ ...asked, others: others.length > 0 ? [...others] : undefined })
  return { looked, decided: `${method} ${matched.resourcePath}` }
}

function authorizer(kept: KeptCall): Look {
  const { definition } = kept.matched ?? {}
  const type = definition?.authorizationType ?? 'NONE'
  const { resourceJudgment } = kept
  const resourcePolicy = resourceJudgment && policyWords(resourceJudgment)
  if (type === 'NONE') {
    const whom = resourcePolicy === undefined ? 'everybody' : "everybody whom the API's resource policy lets in"
    return { looked: defined({ type, resourcePolicy }), decided: `the method is open to ${whom}` }
  }
  const { signer, token, verdict } = kept
  const guard = authorizerOf(kept)
  const looked = defined({
    type,
    authorizer: guard?.name,
    identitySource: guard && identitySources(guard, kept),
    function: kept.functionArn,
    functionMs: kept.authorizerMs,
    scopesWanted: definition?.authorizationScopes && [...definition.authorizationScopes],
    token: token && tokenFacts(token),
    principal: verdict?.principalId,
    policy: verdict?.policyDocument,
    policyStatement: kept.judgment && policyWords(kept.judgment),
    resourcePolicy,
    identityPolicies: kept.identityVerdict && identityWords(kept.identityVerdict),
    signer: signer?.arn,
  })
  const who = signer?.arn ?? verdict?.principalId ?? (token && `client ${clientIn(token.claims) ?? '(unknown)'}`)
  return { looked, decided: who === undefined ? 'let in' : `let in: ${who}` }
}

function authorizerOf({ api, matched }: KeptCall): AuthorizerDefinition | undefined {
  return own(api.snapshot.definition.authorizers, matched?.definition.authorizerId ?? '')
}

/** Whether each was there; what it held tells who calls, and is not shown. */
function identitySources({ identitySource = '' }: AuthorizerDefinition, { headers, failure }: KeptCall): JsonObject {
  const sources: [string, string][] = []
  for (const source of identitySource.split(',').map((text) => text.trim())) {
    const [, header] = /^method\.request\.header\.(.+)$/.exec(source) ?? []
    const isThere = header !== undefined && (!failure || Boolean(own(headers, header.toLowerCase())))
    if (source) sources.push([source, header === undefined ? 'not a header' : isThere ? 'given' : 'missing'])
  }
  return Object.fromEntries(sources)
}

/** What a token says of itself, without its parts that could be used. */
function tokenFacts(token: VerifiedToken): JsonObject {
  return {
    pool: token.issuer.poolId,
    client: clientIn(token.claims) ?? '(unknown)',
    tokenUse: token.tokenUse,
    scopes: [...token.scopes],
    expiresAt: new Date(Math.min(token.expiresAt * 1000, 8.64e15)).toISOString(),
  }
}

function admission({ api, apiKey, headers, matched }: KeptCall): Look {
  if (!matched?.definition.apiKeyRequired) {
    return { looked: { apiKeyRequired: false }, decided: 'no API key is asked for, and no throttle is exceeded' }
  }
  const { apiId, definition, stageName } = api.snapshot
  const plan = apiKey?.plans.find(({ apiStages }) =>
    apiStages.some((each) => each.apiId === apiId && each.stage === stageName),
  )
  const given = definition.apiKeySource === 'HEADER' ? headers['x-api-key'] : undefined
  const looked = defined({
    apiKeyRequired: true,
    source: definition.apiKeySource,
    given: given && masked(given),
    apiKey: apiKey?.id,
    usagePlan: plan?.id,
  })
  return { looked, decided: `API key ${apiKey?.id ?? ''} of usage plan ${plan?.id ?? ''}` }
}

function validation({ api, headers, matched }: KeptCall): Look {
  const validator = own(api.snapshot.definition.requestValidators, matched?.definition.requestValidatorId ?? '')
  if (!validator) return { looked: {}, decided: 'the method has no validator' }
  const looked = defined({
    validatesParameters: validator.validateRequestParameters,
    validatesBody: validator.validateRequestBody,
    required: matched?.requiredParameters.map(({ place, name }) => `${place}.${name}`),
    contentType: headers['content-type'],
    model: matched?.bodyModel?.(headers['content-type']),
  })
  return { looked, decided: 'parameters and body are as the method asks' }
}

function requestMapping(kept: KeptCall): Look {
  const bodies = integrationOf(kept)?.bodies
  const looked = defined({
    contentType: kept.headers['content-type'],
    parameters: kept.parameters.map(({ place, name }) => `${place}.${name}`),
    ...mappedBody(kept),
    ...failedLine(kept),
  })
  const decided = bodies === 'mapped' ? 'by a template or as it is' : 'passed on as it is'
  return { looked, decided }
}

function integration({ backendStatus, cacheUse, integrationMs, matched }: KeptCall): Look {
  const { type, httpMethod, uri } = matched?.definition.integration ?? {}
  const looked = defined({
    type,
    method: httpMethod,
    uri,
    cache: cacheUse?.outcome,
    ageMs: cacheUse?.outcome === 'hit' ? cacheUse.ageMs : undefined,
    latencyMs: integrationMs,
    status: backendStatus,
  })
  const isCached = cacheUse?.outcome === 'hit' || cacheUse?.outcome === 'shared'
  return { looked, decided: `answered ${backendStatus ?? ''}${isCached ? " from the stage's cache" : ''}` }
}

function responseMapping(kept: KeptCall): Look {
  const { backendStatus, matched, selection } = kept
  const found = integrationOf(kept)
  if (found?.bodies !== 'mapped') return { looked: {}, decided: `passed on as it is: ${backendStatus ?? ''}` }
  const responses = Object.values(matched?.definition.integration?.integrationResponses ?? {})
  const patterns = responses.map(({ selectionPattern, statusCode }) => [statusCode, selectionPattern || '(any)'])
  const looked = defined({
    heldAgainst: selection && shown(selection),
    patterns: Object.fromEntries(patterns) as JsonObject,
    accept: kept.headers.accept,
    ...failedLine(kept),
  })
  return { looked, decided: `integration response ${found.responses.choose(selection)?.status ?? ''}` }
}

/** Shown where bodies are. */
function mappedBody({ mapped }: KeptCall): { body?: string } {
  return mapped === undefined ? {} : { body: shown(templateText(mapped)) }
}

/** Of the template that the call has failed in. */
function failedLine({ failure }: KeptCall): { line?: number; lineText?: string } {
  const place = failurePlaceOf(failure?.cause)
  return place ? { line: place.line, lineText: shown(place.text) } : {}
}

/** An integration that cannot be compiled throws when it is asked for. */
function integrationOf({ matched }: KeptCall): CompiledIntegration | undefined {
  try {
    return matched?.integration
  } catch {
    return undefined
  }
}

const MAX_SHOWN = 500

function shown(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
