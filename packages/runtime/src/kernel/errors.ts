/**
 * An answer that AWS gives instead of a result. Operations throw it; `protocol/` turns it into bytes, per wire format.
 * `code` is a promise and is what callers match on; the text is AWS's wording.
 */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly fault: 'client' | 'server'
  /** Further members of the modelled error shape, for example `reasonCode`. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AwsError'
    this.code = code
    this.status = options.status ?? 400
    this.fault = this.status >= 500 ? 'server' : 'client'
    this.members = options.members ?? {}
  }
}

export function isAwsError(error: unknown, ...codes: string[]): error is AwsError {
  return error instanceof AwsError && (codes.length === 0 || codes.includes(error.code))
}

/** What a call gives, or undefined where it fails with this code. For deletions: already gone counts as done. */
export async function ignoring<T>(code: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (isAwsError(error, code)) return undefined
    throw error
  }
}

/** Something AWS can do and Sallyport does not. Always refused by name, with a 4xx that no client retries. */
export class NotEmulatedError extends AwsError {
  /** Its name, so that several refusals can be told in one. */
  readonly feature: string
  /** What `--record` calls it, where a user may have it stored without effect. */
  readonly recordable: string | undefined
  /** The service, as signatures name it, that another emulator may answer for. */
  readonly forwardable: string | undefined

  constructor(feature: string, { message, ...remedies }: Remedies & { readonly message?: string } = {}) {
    super('NotImplementedException', message ?? textOf(feature, remedies), { status: 400 })
    this.feature = feature
    this.recordable = remedies.recordable
    this.forwardable = remedies.forwardable
  }
}

interface Remedies {
  readonly recordable?: string | undefined
  readonly forwardable?: string | undefined
}

function textOf(feature: string, { recordable, forwardable }: Remedies): string {
  return [
    `${feature} is not emulated by Sallyport.`,
    ...(recordable === undefined ? [] : [`To store it without effect: sallyport start --record ${recordable}`]),
    ...(forwardable === undefined ? [] : [`${TO_FORWARD} ${forwardFlag(forwardable)}`]),
  ].join(' ')
}

export const TO_FORWARD = 'To have another emulator answer: sallyport start'

export function forwardFlag(service: string): string {
  return `--forward ${service}=<its address>`
}

export function notEmulated(what: string, recordable?: string, forwardable?: string): AwsError {
  return new NotEmulatedError(what, { recordable, forwardable })
}

/** What is left out, what `--record` calls it where it may be stored all the same, and the service that may be elsewhere. */
export type Refusal = Pick<NotEmulatedError, 'feature' | 'recordable'> & Pick<Remedies, 'forwardable'>

/** What checks refuse as not emulated. What else is wrong is not the question. */
export function refusedBy(...checks: readonly (() => void)[]): Refusal[] {
  return checks.flatMap((check) => {
    try {
      check()
    } catch (error) {
      if (error instanceof NotEmulatedError) return [error]
      if (!(error instanceof AwsError)) throw error
    }
    return []
  })
}

/** A mistake of the person at the command line or in a configuration: no stack trace, exit code 2. */
export class UsageError extends Error {
  readonly code: `ERR_${string}`
  readonly hint: string | undefined

  constructor(code: `ERR_${string}`, message: string, hint?: string) {
    super(message)
    this.name = 'UsageError'
    this.code = code
    this.hint = hint
  }
}
