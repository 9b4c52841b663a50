import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { HeaderList } from '../../kernel/wire.ts'
import { BackendError, type HttpAnswer, type HttpCall } from './http-backend.ts'
import { toBackendError } from './network-errors.ts'

type Controller = Dispatcher.DispatchController

/** One call under way: ends with an answer or an error, by itself, by its deadline, or because the client left. */
abstract class PendingAnswer implements Dispatcher.DispatchHandler {
  protected readonly call: HttpCall
  protected status = 0
  protected headers: HeaderList = []
  readonly #timer: NodeJS.Timeout
  readonly #left: () => void
  #controller: Controller | undefined
  #error: BackendError | undefined

  constructor(call: HttpCall) {
    this.call = call
    const { timeoutMs, client } = call
    this.#timer = setTimeout(() => this.fail(new BackendError('timeout', `no answer in ${timeoutMs} ms`)), timeoutMs)
    this.#left = () => this.fail(new BackendError('cancelled', 'the client left'))
    client.signal.addEventListener('abort', this.#left)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#error) controller.abort(this.#error)
  }

  onResponseStart(controller: Controller, status: number): void {
    // 103 Early Hints and its like are not for the client.
    if (status < 200) return
    this.status = status
    this.headers = toHeaderList(controller.rawHeaders)
    this.started()
  }

  abstract onResponseData(controller: Controller, chunk: Buffer): void

  onResponseEnd(): void {
    this.release()
    this.ended()
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.release()
    this.failed(this.#error ?? toBackendError(error))
  }

  fail(error: BackendError): void {
    this.release()
    this.#error ??= error
    // Without a controller the call still waits for a connection: it is aborted when it gets one.
    if (this.#controller) this.#controller.abort(this.#error)
    else this.failed(this.#error)
  }

  protected resume(): void {
    this.#controller?.resume()
  }

  protected release(): void {
    clearTimeout(this.#timer)
    this.call.client.signal.removeEventListener('abort', this.#left)
  }

  protected abstract started(): void
  protected abstract ended(): void
  protected abstract failed(error: BackendError): void
}

type Resolve = (answer: HttpAnswer) => void
type Reject = (error: BackendError) => void

/** Reads the body to its end, and gives up on one that is too large as soon as that is known. */
export class WholeAnswer extends PendingAnswer {
  readonly #resolve: Resolve
  readonly #reject: Reject
  readonly #chunks: Buffer[] = []
  #size = 0

  constructor(call: HttpCall, resolve: Resolve, reject: Reject) {
    super(call)
    this.#resolve = resolve
    this.#reject = reject
  }

  override onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > this.call.maxBytes) this.fail(tooLarge(this.call))
    else this.#chunks.push(chunk)
  }

  protected override started(): void {}

  protected override ended(): void {
    const [only] = this.#chunks
    const body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks, this.#size)
    this.#resolve({ status: this.status, headers: this.headers, body })
  }

  protected override failed(error: BackendError): void {
    this.#reject(error)
  }
}

/** Answers with the headers; the body follows as fast as it is taken. */
export class StreamedAnswer extends PendingAnswer {
  readonly #resolve: Resolve
  readonly #reject: Reject
  readonly #body: Readable

  constructor(call: HttpCall, resolve: Resolve, reject: Reject) {
    super(call)
    this.#resolve = resolve
    this.#reject = reject
    this.#body = new Readable({
      read: () => this.resume(),
      destroy: (error, done) => {
        if (error === null && !this.#body.readableEnded) this.fail(new BackendError('cancelled', 'the client left'))
        done(error)
      },
    })
    // Whoever reads the body gets the error too; before that there is nobody to tell.
    this.#body.on('error', () => {})
  }

  override onResponseData(controller: Controller, chunk: Buffer): void {
    if (!this.#body.push(chunk)) controller.pause()
  }

  protected override started(): void {
    this.#resolve({ status: this.status, headers: this.headers, body: this.#body })
  }

  protected override ended(): void {
    this.#body.push(null)
  }

  protected override failed(error: BackendError): void {
    this.#reject(error)
    this.#body.destroy(error)
  }
}

export function tooLarge({ maxBytes }: HttpCall): BackendError {
  return new BackendError('too-large', `the answer is larger than ${maxBytes} bytes`)
}

/** Names as the backend wrote them. */
function toHeaderList(raw: Controller['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return []
  const list: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) list.push([latin1(raw[i]), latin1(raw[i + 1])])
  return list
}

function latin1(text: Buffer | string | undefined): string {
  return typeof text === 'string' ? text : (text?.toString('latin1') ?? '')
}
