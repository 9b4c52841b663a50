import type { HttpBackend } from '../../../gateway/backends/http-backend.ts'
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts'
import { type LeaveSignal, SourceFailure } from '../../../kernel/wire.ts'
import { FederationError } from './federation-error.ts'

/** What a provider is asked through; loaded with the first question. */
export type ProviderHttp = () => Promise<Pick<HttpBackend, 'send'>>

/** What is asked of a provider, as its failures name it. */
export type Asked = 'discovery' | 'token' | 'userInfo' | 'jwks'

interface Question {
  readonly asked: Asked
  readonly method: 'GET' | 'POST'
  readonly address: string
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: URLSearchParams
}

export interface ProviderAnswer {
  readonly status: number
  readonly text: string
}

/** What no answer of a provider needs: an ID token may have ten thousand characters, a set of keys more. */
const MAX_BYTES = 150_000
/** AWS's own is not documented; whoever waits in a browser waits for several of them. */
const TIMEOUT_MS = 5000

/** Asks a provider one thing, within a bound of bytes and time. Texts of what fails are documented in samples. */
export async function askProvider(http: ProviderHttp, question: Question): Promise<ProviderAnswer> {
  const { asked, method, address, headers = {}, form } = question
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw failure(asked, 'is no address')
  const all = {
    Host: url.host,
    Accept: 'application/json',
    ...headers,
    ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
  }
  try {
    const { status, body } = await (await http()).send({
      method,
      url,
      rawHeaders: Object.entries(all).flat(),
      body: form ? Buffer.from(String(form)) : NO_BYTES,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      streams: false,
      acceptsAnyIssuer: false,
      client: { signal: NEVER },
    })
    return { status, text: String(body) }
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error
    if (error.message === 'ECONNRESET') throw new FederationError('Connection reset')
    const timedOut = 'failure' in error && error.failure === 'timeout'
    throw timedOut ? new FederationError(lateTextOf(asked)) : failure(asked, error.message)
  }
}

/** Documented: developer guide, authorize endpoint. In front of the text for keys it has the name of the parameter once more. */
function lateTextOf(asked: Asked): string {
  return asked === 'jwks' ? 'Timeout in calling jwks uri' : `Timeout occurred in calling IdP ${asked} endpoint`
}

/** A question whose answer is a JSON object. */
export async function askForObject(http: ProviderHttp, question: Question): Promise<JsonObject> {
  const { status, text } = await askProvider(http, question)
  if (status !== 200) throw failure(question.asked, `answered ${status}`)
  return objectIn(text, question.asked)
}

export function objectIn(text: string, asked: Asked): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw failure(asked, 'did not answer with JSON')
  }
  if (!isJsonObject(value)) throw failure(asked, 'did not answer with a JSON object')
  return value
}

function failure(asked: Asked, what: string): FederationError {
  return new FederationError(`Error in calling IdP ${asked} endpoint: ${what}`)
}

const NO_BYTES = Buffer.alloc(0)

/** What a browser waits for goes on when it leaves: a code can be used once. */
const NEVER: LeaveSignal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }
