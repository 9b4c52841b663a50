import type { IncomingMessage, ServerResponse } from 'node:http'
import { takeError, takeInitError, takeResponse } from './answers.ts'
import type { Dialog } from './dialog.ts'
import type { Extensions } from './extensions.ts'
import { nextEvent } from './next.ts'
import { json, METHOD_NOT_ALLOWED, NOT_FOUND, type Reply } from './replies.ts'

export interface Environment {
  readonly dialog: Dialog
  readonly extensions: Extensions
}

interface Exchange extends Environment {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What the star in the path stands for. */
  readonly requestId: string
}

interface Route {
  readonly method: string
  readonly path: RegExp
  answer(exchange: Exchange): Reply | Promise<Reply | undefined>
}

/** Logs reach the log group in any case. As AWS answers where there is no such API: nothing breaks, nothing comes. */
const notSupported = (api: string) =>
  json(202, { errorMessage: `${api} API is not supported`, errorType: `${api}.NotSupported` })

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/2018-06-01\/runtime\/invocation\/next$/,
    answer: ({ dialog, response }) => nextEvent(dialog, response),
  },
  {
    method: 'POST',
    path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/response$/,
    answer: ({ dialog, requestId, request }) => takeResponse(dialog, requestId, request),
  },
  {
    method: 'POST',
    path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/error$/,
    answer: ({ dialog, requestId, request }) => takeError(dialog, requestId, request),
  },
  {
    method: 'POST',
    path: /^\/2018-06-01\/runtime\/init\/error$/,
    answer: ({ dialog, request }) => takeInitError(dialog, request),
  },
  {
    method: 'GET',
    path: /^\/2018-06-01\/ping$/,
    answer: () => ({ status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'pong' }),
  },
  {
    method: 'POST',
    path: /^\/2020-01-01\/extension\/register$/,
    answer: ({ extensions, request }) => extensions.register(request),
  },
  {
    method: 'GET',
    path: /^\/2020-01-01\/extension\/event\/next$/,
    answer: ({ extensions, request, response }) => extensions.next(request, response),
  },
  {
    method: 'POST',
    path: /^\/2020-01-01\/extension\/(?:init|exit)\/error$/,
    answer: ({ extensions, request }) => extensions.fail(request),
  },
  { method: 'PUT', path: /^\/2020-08-15\/logs$/, answer: () => notSupported('Logs') },
  { method: 'PUT', path: /^\/2022-07-01\/telemetry$/, answer: () => notSupported('Telemetry') },
]

/** Undefined when whoever asked has left. */
export async function route(
  environment: Environment,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  let known = false
  for (const candidate of ROUTES) {
    const match = candidate.path.exec(path)
    if (!match) continue
    known = true
    if (candidate.method !== request.method) continue
    return candidate.answer({ ...environment, request, response, requestId: match[1] ?? '' })
  }
  return known ? METHOD_NOT_ALLOWED : NOT_FOUND
}
