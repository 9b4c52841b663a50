import { types } from 'node:util'
import type { ErrorObject } from './pipe.ts'

/** An error of the runtime's own: its name is what the caller sees as `errorType`. */
export class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = `Runtime.${name}`
    // The first line of the stack carries the name.
    Error.captureStackTrace(this, RuntimeError)
  }
}

/** For the caller. `errors` of either generation differ in what counts as one. */
export type DescribeError = (error: unknown) => ErrorObject

/** What has the members of an error is one, wherever it was made. */
export const describeThird: DescribeError = (error) =>
  describe(error, (value) => types.isNativeError(value) || hasMembersOfError(value), false)

export const describeFourth: DescribeError = (error) => describe(error, (value) => value instanceof Error, true)

function describe(error: unknown, isError: (value: unknown) => boolean, isFourth: boolean): ErrorObject {
  try {
    if (!isError(error)) {
      const errorMessage = isFourth ? String(error) : (error as { toString(): string }).toString()
      return { errorType: typeof error, errorMessage, trace: [] }
    }
    const { name, message, stack } = error as Error
    return {
      errorType: printable(name),
      errorMessage: printable(message),
      trace: stack === undefined && isFourth ? [] : printable(stack as string).split('\n'),
    }
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      ...(isFourth && { trace: [] }),
    }
  }
}

/** DEL cannot stand in a header, where AWS's clients put these texts. */
function printable(text: string): string {
  return text?.replaceAll('\x7f', '%7F')
}

function hasMembersOfError(value: unknown): boolean {
  const error = value as Partial<Error> | undefined | null
  const isText = (member: unknown) => typeof member === 'string' && member !== ''
  return Boolean(error) && isText(error?.name) && isText(error?.message) && isText(error?.stack)
}

export function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value))
}

/** For the log: an error with its own enumerable properties, and those of what it holds. */
export function loggedError(error: Error, describe: DescribeError): string {
  try {
    return `\t${JSON.stringify(error, (_, value) => (value instanceof Error ? withMembers(value) : value))}`
  } catch {
    return `\t${JSON.stringify(describe(error))}`
  }
}

function withMembers(error: Error): object {
  const { name, message, stack } = error
  const members = { errorType: name, errorMessage: message, code: (error as { code?: unknown }).code, ...error }
  return typeof stack === 'string' ? Object.assign(members, { stack: stack.split('\n') }) : members
}
