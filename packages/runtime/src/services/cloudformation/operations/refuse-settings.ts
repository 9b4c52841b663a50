import { notEmulated } from '../../../kernel/errors.ts'

/** Settings that change how an operation goes and that nothing here does: refused, not ignored. */
export function refuseSettings(request: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (request as Record<string, unknown>)[name]
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) throw notEmulated(`The parameter ${name}`)
  }
}
