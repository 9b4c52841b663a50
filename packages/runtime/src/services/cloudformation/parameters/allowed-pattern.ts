import { createContext, Script } from 'node:vm'
import { validationError } from '../errors.ts'

/** A pattern comes from outside and may take exponential time: it is stopped after this long. */
const TIME_LIMIT_MS = 200

/** A context of its own lets a test be stopped; nothing is kept in it from one to the next. */
const context = createContext(Object.create(null))
const script = new Script('new RegExp(pattern).test(value)')

/** Java's regular expressions match a value as a whole; what JavaScript lacks of them is refused by name. */
export function matchesWhole(name: string, pattern: string, value: string): boolean {
  Object.assign(context, { pattern: `^(?:${pattern})$`, value })
  try {
    return script.runInContext(context, { timeout: TIME_LIMIT_MS }) === true
  } catch (error) {
    const isTimeout = (error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    throw validationError(
      isTimeout
        ? `Parameter '${name}' has an AllowedPattern that takes too long to match: ${pattern}`
        : `Parameter '${name}' has an AllowedPattern that is not a regular expression: ${pattern}`,
    )
  }
}
