import type { Dispatcher } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import type { WireHandler } from '../../kernel/wire.ts'
import { Agents } from './agents.ts'
import { StreamedAnswer, WholeAnswer } from './answers.ts'
import { BackendError, type HttpAnswer, type HttpBackend, type HttpCall } from './http-backend.ts'
import { callInProcess } from './in-process.ts'

export interface HttpBackendOptions {
  /** Who answers for this address in this process, if somebody does. */
  readonly emulated: (url: URL) => WireHandler | undefined
  readonly clock: Clock
}

/** Calls backends over connections that are kept. undici is loaded with the first call, and not before. */
export function createHttpBackend({ emulated, clock }: HttpBackendOptions): HttpBackend {
  let agents: Agents | undefined
  let loading: Promise<Agents> | undefined

  return {
    send(call) {
      const handle = emulated(call.url)
      if (handle) return callInProcess(handle, call, clock)
      if (agents) return dispatch(agents, call)
      loading ??= Agents.load()
      return loading.then((loaded) => {
        agents = loaded
        return dispatch(loaded, call)
      })
    },
    async close() {
      await (await loading)?.close()
    },
  }
}

function dispatch(agents: Agents, call: HttpCall): Promise<HttpAnswer> {
  const agent = agents.for(call)
  const { url, rawHeaders, body, client } = call
  if (client.signal.aborted) return Promise.reject(new BackendError('cancelled', 'the client left'))
  return new Promise((resolve, reject) => {
    const answer = call.streams ? new StreamedAnswer(call, resolve, reject) : new WholeAnswer(call, resolve, reject)
    try {
      agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: call.method as Dispatcher.HttpMethod,
          headers: rawHeaders as string[],
          body: body.length ? body : null,
        },
        answer,
      )
    } catch (error) {
      answer.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)))
    }
  })
}
