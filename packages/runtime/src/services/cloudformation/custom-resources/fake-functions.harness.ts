import {
  type FunctionCaller,
  type FunctionEvent,
  FunctionRefusal,
  type SettledEvent,
} from '../../../kernel/functions.ts'
import type { WireRequest } from '../../../kernel/wire.ts'
import { CUSTOM_RESOURCE_PATH } from './response-address.ts'
import type { ResponsePlane } from './response-plane.ts'

/** What a function is given. */
export interface CustomRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete'
  readonly ServiceToken: string
  readonly ResponseURL: string
  readonly StackId: string
  readonly RequestId: string
  readonly LogicalResourceId: string
  readonly ResourceType: string
  readonly PhysicalResourceId?: string
  readonly ResourceProperties: Readonly<Record<string, unknown>>
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>
}

/** What a function responds with besides the ids that it repeats; `silent`: nothing. */
export type Response = 'silent' | Readonly<Record<string, unknown>>
type Handler = (request: CustomRequest) => Response

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:handler'

/**
 * A function behind custom resources, and the queue before it: both live longer than a process of the server, so that
 * what was not acknowledged by one is sent to the next.
 */
export class FakeFunctions implements FunctionCaller {
  readonly requests: CustomRequest[] = []
  readonly answers: number[] = []
  /** By default it makes what it is asked for, under an id that names the logical resource. */
  handler: Handler = ({ LogicalResourceId, PhysicalResourceId, ResourceProperties }) => ({
    Status: 'SUCCESS',
    PhysicalResourceId: PhysicalResourceId ?? `id-of-${LogicalResourceId}`,
    Data: { Value: ResourceProperties.Value ?? 'none' },
  })
  refusal: FunctionRefusal | undefined
  readonly #events = new Map<string, FunctionEvent>()
  readonly #unanswered = new Map<string, () => Promise<void>>()
  readonly #settled = new Map<string, (settled: SettledEvent) => void>()
  #plane: ResponsePlane | undefined

  /** The server that responses reach from now on. */
  attach({ customResources }: { readonly customResources: ResponsePlane }): void {
    this.#plane = customResources
    for (const send of this.#unanswered.values()) void send()
  }

  async invoke(): Promise<never> {
    throw new Error('custom resources are asked by events')
  }

  async enqueue(event: FunctionEvent): Promise<void> {
    if (this.refusal) throw this.refusal
    const { requestId = '', payload } = event
    if (this.#events.has(requestId)) return
    this.#events.set(requestId, event)
    const request = JSON.parse(payload.toString('utf8')) as CustomRequest
    this.requests.push(request)
    const response = this.handler(request)
    if (response === 'silent') return
    const { StackId, RequestId, LogicalResourceId } = request
    const send = async () => {
      const status = await this.put(request, { StackId, RequestId, LogicalResourceId, ...response })
      this.answers.push(status)
      this.#unanswered.delete(requestId)
    }
    this.#unanswered.set(requestId, send)
    void send()
  }

  settled(_place: unknown, requestId: string): Promise<SettledEvent | undefined> {
    return new Promise((resolve) => this.#settled.set(requestId, resolve))
  }

  /** The last attempt at what was asked last is over. */
  settle(settled: SettledEvent): void {
    this.#settled.get(this.requests.at(-1)?.RequestId ?? '')?.(settled)
  }

  async put({ ResponseURL }: CustomRequest, body: unknown, more: Partial<WireRequest> = {}): Promise<number> {
    const url = new URL(ResponseURL)
    const request = {
      method: 'PUT',
      query: url.search.slice(1),
      headers: { 'content-type': '' },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      ...more,
    } as WireRequest
    const answer = await this.#plane?.(request, url.pathname.slice(CUSTOM_RESOURCE_PATH.length))
    return answer?.status ?? 0
  }

  /** The types and ids of the requests since the last time. */
  take(): string[] {
    return this.requests.splice(0).map(({ RequestType, LogicalResourceId, PhysicalResourceId: id }) => {
      return `${RequestType} ${LogicalResourceId}${id === undefined ? '' : ` ${id}`}`
    })
  }
}

export function missing(arn: string = FUNCTION_ARN): FunctionRefusal {
  return new FunctionRefusal('missing', `Function not found: ${arn}`)
}
