import type { IncomingMessage, ServerResponse } from 'node:http'
import { uuid } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { FunctionVersion, Invocation } from '../ports.ts'
import { header, readWhole } from './body.ts'
import { json, type Reply, refused } from './replies.ts'

const MAX_EXTENSIONS = 10
const MAX_REGISTRATION_BYTES = 64 * 1024

interface Extension {
  readonly wantsInvocations: boolean
  /** What happened while it did not ask: of one that never asks again, the last invocation only. */
  missed: Reply | undefined
  deliver: ((event: Reply) => void) | undefined
}

/**
 * The Extensions API for what registers from within the function's own processes: it hears of each invocation, and
 * nobody waits for it. Texts as in AWS's runtime interface emulator (source: agentregister.go, middleware.go).
 */
export class Extensions {
  readonly #byId = new Map<string, Extension>()
  readonly #names = new Set<string>()
  readonly #version: FunctionVersion
  readonly #random: Random

  constructor(version: FunctionVersion, random: Random) {
    this.#version = version
    this.#random = random
  }

  async register(request: IncomingMessage): Promise<Reply> {
    const name = header(request, 'lambda-extension-name')
    if (!name) return refused(403, 'Extension.InvalidExtensionName', 'Empty extension name')
    const events = eventsOf(await readWhole(request, MAX_REGISTRATION_BYTES))
    if (!events) return refused(403, 'InvalidRequestFormat', 'The body is not {"events": […]}')
    const unknown = events.find((event) => event !== 'INVOKE')
    if (unknown !== undefined) return refused(403, 'Extension.InvalidEventType', `${unknown}: ${whyNot(unknown)}`)
    if (this.#names.has(name)) {
      return refused(403, 'Extension.InvalidExtensionState', 'Extension with this name already registered')
    }
    if (this.#byId.size >= MAX_EXTENSIONS) {
      return refused(403, 'Extension.TooManyExtensions', `Extension limit (${MAX_EXTENSIONS}) reached`)
    }
    const id = uuid(this.#random)
    this.#names.add(name)
    this.#byId.set(id, { wantsInvocations: events.includes('INVOKE'), missed: undefined, deliver: undefined })
    return json(200, this.#described(request), { 'Lambda-Extension-Identifier': id })
  }

  /** `GET /extension/event/next`. Undefined when the extension has left. */
  async next(request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined> {
    const found = this.#identified(request)
    if ('status' in found) return found
    const { missed } = found
    found.missed = undefined
    if (missed) return missed
    return new Promise((resolve) => {
      const deliver = (next: Reply) => resolve(next)
      found.deliver = deliver
      response.once('close', () => {
        if (found.deliver === deliver) found.deliver = undefined
        resolve(undefined)
      })
    })
  }

  /** `POST /extension/init/error` and `/extension/exit/error`. */
  async fail(request: IncomingMessage): Promise<Reply> {
    const found = this.#identified(request)
    if ('status' in found) return found
    await readWhole(request, MAX_REGISTRATION_BYTES)
    return json(202, { status: 'OK' })
  }

  tell(invocation: Invocation, deadlineMs: number): void {
    const event = {
      eventType: 'INVOKE',
      deadlineMs,
      requestId: invocation.requestId,
      invokedFunctionArn: invocation.invokedArn,
      tracing: { type: 'X-Amzn-Trace-Id', value: invocation.traceId },
    }
    for (const extension of this.#byId.values()) {
      if (!extension.wantsInvocations) continue
      const reply = json(200, event, { 'Lambda-Extension-Event-Identifier': uuid(this.#random) })
      const { deliver } = extension
      extension.deliver = undefined
      if (deliver) deliver(reply)
      else extension.missed = reply
    }
  }

  #identified(request: IncomingMessage): Extension | Reply {
    const id = header(request, 'lambda-extension-identifier')
    if (!id) {
      return refused(403, 'Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header')
    }
    return this.#byId.get(id) ?? refused(403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`)
  }

  #described(request: IncomingMessage): object {
    const { functionName, version, handler, place } = this.#version
    const features = (header(request, 'lambda-extension-accept-feature') ?? '').split(',')
    const accountId = features.some((feature) => feature.trim() === 'accountId') && place.account
    return { ...(accountId && { accountId }), functionName, functionVersion: version, handler }
  }
}

/** Only the executables of a layer's `extensions` folder may ask for it, and those are not run. */
function whyNot(event: string): string {
  return event === 'SHUTDOWN' ? 'ShutdownEventNotSupportedForInternalExtension' : 'InvalidEventType'
}

function eventsOf(body: unknown): readonly string[] | undefined {
  if (!Buffer.isBuffer(body)) return undefined
  try {
    const { events = [] } = JSON.parse(body.toString()) as { events?: unknown }
    return Array.isArray(events) && events.every((event) => typeof event === 'string') ? events : undefined
  } catch {
    return undefined
  }
}
