import type { Clock } from '../../../kernel/clock.ts'
import { FunctionRefusal, FunctionStreamFailure } from '../../../kernel/functions.ts'
import { uuid } from '../../../kernel/ids.ts'
import { isJsonObject } from '../../../kernel/json.ts'
import type { Logger } from '../../../kernel/logger.ts'
import { MalformedAnswer, malformed } from '../../../kernel/malformed-answer.ts'
import { type FunctionHttpAnswer, parsed, readHead } from '../../../kernel/payload-format-2/answer.ts'
import type { JudgeIdentity } from '../../../kernel/policies/identity.ts'
import { isPreflight } from '../../../kernel/preflight.ts'
import type { Random } from '../../../kernel/random.ts'
import type { SignatureVerifier } from '../../../kernel/signatures.ts'
import { HTTP_STREAM, readStreamedHttp } from '../../../kernel/streamed-http.ts'
import { balancedTraceId, traceIdOf } from '../../../kernel/trace-id.ts'
import type { HeaderList, WireRequest, WireResponse } from '../../../kernel/wire.ts'
import { ThrottledRefusal } from '../invoke/concurrency.ts'
import type { FunctionDirectory } from '../invoke/function-directory.ts'
import type { LiveFunction, Target } from '../invoke/live-function.ts'
import { MOST_BYTES, type Ran, type Runner } from '../invoke/runner.ts'
import { readUrlAnswer } from './answer.ts'
import { corsHeaders, hasCors, preflightHeaders } from './cors.ts'
import { type UrlCall, urlEvent } from './event.ts'
import { UrlPermission } from './permission.ts'
import { badGateway, forbidden, throttledUrl, tooLarge, unknownUrl } from './refusals.ts'
import type { FunctionUrl, UrlDirectory } from './url-directory.ts'

export interface FunctionUrlsDeps {
  readonly urls: UrlDirectory
  readonly directory: FunctionDirectory
  readonly runner: Runner
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly signatures: () => Promise<SignatureVerifier>
  readonly identities: () => Promise<JudgeIdentity>
}

/**
 * Answers requests to function URLs. `path` is as sent, still percent-encoded; `region` is what the host name says,
 * undefined in the path form.
 */
export type FunctionUrls = (
  request: WireRequest,
  id: string,
  path: string,
  region: string | undefined,
) => Promise<WireResponse>

type Answer = Omit<WireResponse, 'note'> & { readonly reason?: string }

export function createFunctionUrls(deps: FunctionUrlsDeps): FunctionUrls {
  const { urls, directory, runner, clock, random } = deps
  const permission = new UrlPermission(deps)

  return async (request, id, path, region) => {
    const requestId = uuid(random)
    const { reason, headers, ...response } = await answer(request, { id, path, region, requestId })
    const subject = `${id} ${request.method} ${path}`.slice(0, 200)
    return {
      ...response,
      headers: [...headers, ['x-amzn-RequestId', requestId]],
      note: { plane: 'lambda-url', requestId, subject, ...(reason !== undefined && { reason }) },
    }
  }

  async function answer(
    request: WireRequest,
    { id, path, region, requestId }: { id: string; path: string; region: string | undefined; requestId: string },
  ): Promise<Answer> {
    const url = await urls.find(id)
    if (!url || (region !== undefined && region !== url.place.region)) {
      return { ...unknownUrl(), reason: 'there is no such function URL' }
    }
    const { cors } = url.record
    if (hasCors(cors) && isPreflight(request)) {
      // Neither signed nor handed on (documented: urls-configuration). The status is inferred: the documentation tells of the headers only.
      return { status: 200, headers: preflightHeaders(cors, request), body: '' }
    }
    const { 'x-amzn-trace-id': sent } = request.headers
    const nowMs = clock.now()
    const traceId = traceIdOf(sent, nowMs, random)
    const shownTraceId = balancedTraceId(sent, traceId, nowMs, random)
    const call = { request, path, urlId: id, region: url.place.region, requestId, traceId, shownTraceId, nowMs }
    const answered = await called(url, call)
    const traced: HeaderList = [['X-Amzn-Trace-Id', `${traceId};Lineage=1:${requestId.slice(0, 8)}:0`]]
    return { ...answered, headers: [...answered.headers, ...corsHeaders(cors, request), ...traced] }
  }

  async function called(url: FunctionUrl, call: UrlCall): Promise<Answer> {
    const { place, record } = url
    const live = await directory.find(place, record.name)
    const target = live?.find(record.qualifier)
    if (!live || !target) return { ...forbidden(), reason: `what the URL leads to, ${nameOf(url)}, is gone` }
    const verdict = await permission.judge(url, target, call.request)
    if ('refusal' in verdict) return verdict.refusal
    const payload = urlEvent({ ...call, signer: verdict.signer })
    if (payload.length > MOST_BYTES.RequestResponse) return { ...tooLarge(), reason: 'the event is larger than 6 MB' }
    try {
      return await run(url, call, { live, target, payload })
    } catch (error) {
      if (error instanceof MalformedAnswer) return { ...badGateway(), reason: error.message }
      if (error instanceof FunctionRefusal) return refused(error)
      // Before it had said what to answer.
      if (error instanceof FunctionStreamFailure) return { ...badGateway(), reason: failureOf(error) }
      throw error
    }
  }

  async function run(
    { record }: FunctionUrl,
    { request, requestId, traceId }: UrlCall,
    { live, target, payload }: { live: LiveFunction; target: Target; payload: Buffer },
  ): Promise<Answer> {
    const streams = record.invokeMode === 'RESPONSE_STREAM'
    const { signal } = request
    const ran = await runner.run(live, target, { requestId, payload, traceId, streams, wantsLogTail: false, signal })
    if (ran.error) return { ...badGateway(), reason: failureOf(ran) }
    return streams ? streamed(ran) : readUrlAnswer(ran.payload as Buffer)
  }
}

/** With `RESPONSE_STREAM` what has no metadata is the body, whatever it holds (inferred for what does not stream). */
async function streamed({ payload, contentType }: Ran): Promise<FunctionHttpAnswer> {
  if (contentType !== HTTP_STREAM) {
    const type = contentType ?? (Buffer.isBuffer(payload) ? 'application/json' : 'application/octet-stream')
    return { status: 200, headers: [['Content-Type', type]], body: payload }
  }
  const stream = Buffer.isBuffer(payload) ? onePart(payload) : payload
  const { head, body } = await readStreamedHttp(stream, malformed)
  try {
    const metadata = parsed(head)
    if (!isJsonObject(metadata)) throw malformed('its metadata is no object')
    return { ...readHead(metadata), body }
  } catch (error) {
    await body[Symbol.asyncIterator]().return?.()
    throw error
  }
}

async function* onePart(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

function refused(refusal: FunctionRefusal): Answer {
  const { reason, message } = refusal
  const said = { reason: message }
  switch (reason) {
    case 'throttled':
      return {
        ...throttledUrl(
          refusal instanceof ThrottledRefusal ? refusal.throttleReason : 'ConcurrentInvocationLimitExceeded',
        ),
        ...said,
      }
    case 'too-large':
      return { ...tooLarge(), ...said }
    case 'denied':
    case 'missing':
      return { ...forbidden(), ...said }
    case 'not-runnable':
      return { ...badGateway(), reason: `the function cannot run here: ${message}` }
  }
}

const MAX_SHOWN = 500

function failureOf({ payload }: Pick<Ran, 'payload'>): string {
  return `the function failed: ${Buffer.isBuffer(payload) ? payload.toString('utf8').slice(0, MAX_SHOWN) : ''}`
}

function nameOf({ record: { name, qualifier } }: FunctionUrl): string {
  return qualifier === undefined ? name : `${name}:${qualifier}`
}
