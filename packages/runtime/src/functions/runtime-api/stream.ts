import type { IncomingMessage } from 'node:http'
import { FunctionStreamFailure } from '../../kernel/functions.ts'
import { errorObject } from '../environment/answers.ts'
import { filedErrorType } from './error-type.ts'

/**
 * The parts of a streamed answer, as fast as they are taken. Whoever takes them may leave: the rest is read to its end,
 * so that the function goes on. `ended` settles when all has been read.
 */
export function streamOf(request: IncomingMessage): {
  readonly parts: AsyncIterable<Uint8Array>
  readonly ended: Promise<'whole' | 'cut'>
} {
  const ended = new Promise<'whole' | 'cut'>((resolve) => {
    request.once('end', () => resolve('whole'))
    request.once('close', () => resolve(request.complete ? 'whole' : 'cut'))
    request.once('error', () => resolve('cut'))
  })
  return { parts: partsOf(request), ended }
}

async function* partsOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false })
  } catch {
    throw truncated()
  } finally {
    request.resume()
  }
  if (!request.complete) throw truncated()
  const failure = trailedFailure(request)
  if (failure) throw failure
}

/** What a runtime says behind the last part (documented: runtimes-custom, response streaming). */
export function trailedFailure(request: IncomingMessage): FunctionStreamFailure | undefined {
  const named = request.trailers['lambda-runtime-function-error-type']
  if (!named) return undefined
  const body = request.trailers['lambda-runtime-function-error-body'] ?? ''
  return new FunctionStreamFailure(Buffer.from(body, 'base64'), filedErrorType(named))
}

function truncated(): FunctionStreamFailure {
  const errorType = 'Runtime.TruncatedResponse'
  return new FunctionStreamFailure(errorObject(errorType, 'HTTP request detected as truncated'), errorType)
}
