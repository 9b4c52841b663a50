import type { IncomingMessage } from 'node:http'
import { errorObject, MAX_RESPONSE_BYTES, responseTooLarge } from '../environment/answers.ts'
import type { RuntimeAnswer } from '../environment/channel.ts'
import { header, readWhole } from './body.ts'
import type { Dialog, Turn } from './dialog.ts'
import { filedErrorType } from './error-type.ts'
import { ACCEPTED, INVALID_RESPONSE_MODE, type Reply, TOO_LARGE, TRUNCATED } from './replies.ts'
import { streamOf, trailedFailure } from './stream.ts'

/** `POST /invocation/{id}/response`. */
export async function takeResponse(dialog: Dialog, requestId: string, request: IncomingMessage): Promise<Reply> {
  const turn = dialog.takeTurn(requestId, 'InvocationResponse')
  if ('status' in turn) return turn
  const reply = await (isStream(turn, request) ? takeStream(turn, request) : takeWhole(turn, request))
  dialog.endTurn()
  return reply
}

/** `POST /invocation/{id}/error`. */
export async function takeError(dialog: Dialog, requestId: string, request: IncomingMessage): Promise<Reply> {
  const turn = dialog.takeTurn(requestId, 'InvocationErrorResponse')
  if ('status' in turn) return turn
  const errorType = filedErrorType(header(request, 'lambda-runtime-function-error-type'))
  const reply = await settle(turn, request, (payload) => ({ payload, error: true, errorType }))
  dialog.endTurn()
  return reply
}

/** `POST /init/error`. */
export async function takeInitError(dialog: Dialog, request: IncomingMessage): Promise<Reply> {
  const refusal = dialog.refuseInitError()
  if (refusal) return refusal
  const payload = await readWhole(request, MAX_RESPONSE_BYTES)
  if (payload === 'cut') return TRUNCATED
  if (payload === 'too-large') return TOO_LARGE
  dialog.initError(payload, filedErrorType(header(request, 'lambda-runtime-function-error-type')))
  return ACCEPTED
}

const MODE = 'lambda-runtime-function-response-mode'

/**
 * Where the caller takes parts, whatever comes in parts is handed on so: Go's client declares no mode (source:
 * aws-lambda-go 1.55, runtime_api_client.go).
 */
function isStream(turn: Turn, request: IncomingMessage): boolean {
  const mode = header(request, MODE)
  return mode === 'streaming' || (mode === undefined && turn.invocation.streams && isChunked(request))
}

const isChunked = (request: IncomingMessage) => header(request, 'transfer-encoding')?.toLowerCase() === 'chunked'

async function takeWhole(turn: Turn, request: IncomingMessage): Promise<Reply> {
  if (header(request, MODE)) {
    turn.answer(failure('Runtime.InvalidResponseModeHeader', 'Invalid function response mode'))
    return INVALID_RESPONSE_MODE
  }
  return settle(turn, request, (payload) => {
    const failed = trailedFailure(request)
    return failed ? { payload: failed.payload, error: true, errorType: failed.errorType } : { payload, error: false }
  })
}

async function takeStream(turn: Turn, request: IncomingMessage): Promise<Reply> {
  const contentType = header(request, 'content-type') ?? 'application/octet-stream'
  const { parts, ended } = streamOf(request)
  turn.answer({ payload: parts, contentType, error: false, ended })
  return (await ended) === 'cut' ? TRUNCATED : ACCEPTED
}

async function settle(
  turn: Turn,
  request: IncomingMessage,
  answer: (payload: Buffer) => RuntimeAnswer,
): Promise<Reply> {
  const payload = await readWhole(request, MAX_RESPONSE_BYTES)
  if (payload === 'cut') {
    turn.answer(failure('Runtime.TruncatedResponse', 'HTTP request detected as truncated'))
    return TRUNCATED
  }
  if (payload === 'too-large') {
    turn.answer(responseTooLarge())
    return TOO_LARGE
  }
  turn.answer(answer(payload))
  return ACCEPTED
}

function failure(errorType: string, errorMessage: string): RuntimeAnswer {
  return { payload: errorObject(errorType, errorMessage), error: true, errorType }
}
