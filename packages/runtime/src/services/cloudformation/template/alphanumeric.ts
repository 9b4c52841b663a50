import { formatError } from '../errors.ts'

/** Observed for resources and parameters; the other sections follow their form. */
export function requireAlphanumeric(what: string, name: string): void {
  if (!/^[A-Za-z0-9]+$/.test(name)) throw formatError(`${what} name ${name} is non alphanumeric.`)
}
