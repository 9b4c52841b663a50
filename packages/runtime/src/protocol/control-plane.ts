import { AwsError } from '../kernel/errors.ts'
import { randomText, UPPER_ALPHANUMERIC, uuid } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Place } from '../kernel/place.ts'
import type { Random } from '../kernel/random.ts'
import { callerOf } from '../kernel/session.ts'
import type { Reader, Transact } from '../kernel/transaction.ts'
import type { BodyLimit, WireRequest, WireResponse } from '../kernel/wire.ts'
import { maxBodyBytesOf } from './body-limits.ts'
import type { WireForm } from './codec.ts'
import { codecs } from './codecs/index.ts'
import type { Dispatcher } from './dispatch.ts'
import { createOperationFinder } from './find-operation.ts'
import { type Addressed, addressOf, type HostMeaning, looksLikeApiCall } from './identify.ts'
import type { OperationModel } from './model.ts'
import type { Models } from './models.ts'
import {
  incompleteSignature,
  internalFailure,
  invalidRegion,
  missingAuthentication,
  requestTooLarge,
} from './wire-errors.ts'

/** AWS's own APIs, behind one door. */
export interface ControlPlane {
  handle(request: WireRequest): Promise<WireResponse>
  /** Whether a request to a loopback address has the marks of an AWS API call. */
  recognizes(request: WireRequest): boolean
  /** By what the head says of the service that is called. */
  bodyLimit(head: WireRequest): BodyLimit
}

export interface ControlPlaneDeps {
  readonly dispatcher: Dispatcher
  readonly models: Models
  readonly hostMeaning: (host: string) => HostMeaning
  readonly transact: Transact
  readonly reader: Reader
  readonly random: Random
  readonly logger: Logger
  /** Refuses calls that are too many, by throwing. */
  readonly charge?: ((call: ChargedCall) => void) | undefined
  /** Left out: nobody else answers for any service. */
  readonly elsewhere?: OtherEmulators
}

/** Other emulators, as far as they answer for services that are not emulated here. */
export interface OtherEmulators {
  /** The service that is meant, where another emulator answers for it. */
  serviceOf(name: string): string | undefined
  /** Throws an `AwsError` where that does not answer. */
  pass(service: string, request: WireRequest): Promise<Omit<WireResponse, 'note'>>
}

interface ChargedCall {
  readonly service: string
  readonly operation: string
  readonly place: Place
  readonly input: unknown
}

const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/
const DEFAULT_REGION = 'us-east-1'
const LONGEST_REASON = 500
/** As much as a batch of DynamoDB's (documented), the largest request of those that are often forwarded. */
const MOST_FORWARDED_BYTES = 16 * 1024 * 1024

/** From bytes to an operation and back. Answers 5xx for our own bugs only: clients would retry them for a minute. */
export function createControlPlane(deps: ControlPlaneDeps): ControlPlane {
  const { dispatcher, models, random, logger, elsewhere } = deps
  const findOperation = createOperationFinder(models)

  return {
    recognizes: looksLikeApiCall,
    bodyLimit(head) {
      const addressed = addressOf(head, deps.hostMeaning(head.host), models)
      return { maxBytes: mostBytes(addressed), refuse: (request) => tooLarge(request, addressed) }
    },
    async handle(request) {
      const addressed = addressOf(request, deps.hostMeaning(request.host), models)
      const { form, model } = addressed
      const codec = codecs[form]
      const requestId = requestIdOf(form)
      const answer = { requestId, request }
      let subject = addressed.service.slice(0, 100)
      try {
        if (request.body.length > mostBytes(addressed)) throw sizeRefusal(request, addressed)
        const foreign = foreignOf(addressed)
        if (elsewhere && foreign !== undefined) {
          subject = `${foreign}, forwarded`
          const response = await elsewhere.pass(foreign, request)
          return { ...response, note: { plane: 'control', requestId, subject } }
        }
        const { target, call } = findOperation(request, addressed)
        subject = `${target.model.name} ${target.name}`
        const { place, ...caller } = requireCaller(addressed, target.operation)
        const input = codec.read(target, call)
        deps.charge?.({ service: target.model.name, operation: target.name, place, input })
        const { transact, reader } = deps
        const base = { place, caller, requestId, origin: request.origin, transact, reader }
        const output = await dispatcher.invoke(target.model.name, target.name, input, base)
        return { ...codec.write(target, output, answer), note: { plane: 'control', requestId, subject } }
      } catch (thrown) {
        const error = thrown instanceof AwsError ? thrown : internalFailure(form, thrown)
        if (error.fault === 'server' && error.status !== 503)
          logger.log('error', `${subject} failed`, { requestId, error: error.cause ?? error })
        const reason = `${error.code}: ${error.message}`.slice(0, LONGEST_REASON)
        return { ...codec.writeError(error, answer, model), note: { plane: 'control', requestId, subject, reason } }
      }
    },
  }

  function tooLarge(request: WireRequest, addressed: Addressed): WireResponse {
    const { form, service, model } = addressed
    const requestId = requestIdOf(form)
    const error = sizeRefusal(request, addressed)
    const note = { plane: 'control', requestId, subject: service.slice(0, 100), reason: error.code } as const
    return { ...codecs[form].writeError(error, { requestId, request }, model), note }
  }

  /** The operation is named where the request's head tells it; its size is refused whether there is such an operation or not. */
  function sizeRefusal(request: WireRequest, addressed: Addressed): AwsError {
    const { form } = addressed
    if (form !== 'restJson1') return requestTooLarge(form)
    const maxBytes = mostBytes(addressed)
    try {
      return requestTooLarge(form, { maxBytes, operation: findOperation(request, addressed).target.name })
    } catch {
      return requestTooLarge(form)
    }
  }

  function foreignOf({ service, model }: Addressed): string | undefined {
    return model ? undefined : elsewhere?.serviceOf(service)
  }

  function mostBytes(addressed: Addressed): number {
    return foreignOf(addressed) === undefined ? maxBodyBytesOf(addressed) : MOST_FORWARDED_BYTES
  }

  function requestIdOf(form: WireForm): string {
    return form === 'restXml' ? randomText(random, 16, UPPER_ALPHANUMERIC) : uuid(random)
  }
}

/** Who asks, and where. Operations that need no signature get their region from the host, and nobody's account. */
function requireCaller({ credentials: found, form, host }: Addressed, { authtype }: OperationModel) {
  switch (found.kind) {
    case 'incomplete':
      throw incompleteSignature(form, found.message)
    case 'retired':
      throw new AwsError(
        form === 'restXml' ? 'InvalidRequest' : 'IncompleteSignature',
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      )
    case 'unsigned':
      if (authtype !== 'none') throw missingAuthentication(form)
      return callerOf('', undefined, host.region ?? DEFAULT_REGION)
    case 'signed': {
      const { accessKeyId, sessionToken, region } = found.credentials
      const named = region === '*' ? (host.region ?? DEFAULT_REGION) : region
      if (!REGION.test(named)) throw invalidRegion(form, named)
      return callerOf(accessKeyId, sessionToken, named)
    }
  }
}
