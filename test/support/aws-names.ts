import type { RawRequest } from './raw-http.ts'
import { sendRaw } from './raw-http.ts'

/**
 * A fetch() for AWS's own addresses, as a name server that leads them to the target would make it: the host name
 * travels in `Host`, the path stays as it is.
 */
export function fetchByAwsName(origin: string) {
  return async (address: string | URL, init: FetchInit = {}): Promise<Response> => {
    const { host, pathname, search } = new URL(address)
    const headers = Object.fromEntries(new Headers(init.headers).entries())
    const options: RawRequest = {
      method: init.method ?? 'GET',
      headers: { ...headers, host },
      body: init.body === undefined || init.body === null ? undefined : String(init.body),
    }
    const answer = await sendRaw(origin, `${pathname}${search}`, options)
    const answered = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value ?? []].flat()) answered.append(name, one)
    }
    return new Response(answer.body, { status: answer.status, headers: answered })
  }
}

interface FetchInit {
  readonly method?: string
  readonly headers?: ConstructorParameters<typeof Headers>[0]
  readonly body?: unknown
}
