import type { Budget } from '../../../languages/budget.ts'
import { printed } from '../../../languages/velocity/print.ts'
import type { VtlMap } from '../../../languages/velocity/value.ts'
import type { RequestParameter, RequestPlace } from '../mapping/request-parameters.ts'

const PLACES: readonly RequestPlace[] = ['path', 'querystring', 'header']

/** `$context.requestOverride`, which a template sets, beats the mappings (documented). */
export function withOverrides(
  mapped: readonly RequestParameter[],
  context: VtlMap,
  budget: Budget,
): readonly RequestParameter[] {
  const overrides = context.get('requestOverride')
  if (!(overrides instanceof Map)) return mapped
  const set: RequestParameter[] = []
  for (const place of PLACES) {
    const values: unknown = overrides.get(place)
    if (!(values instanceof Map)) continue
    for (const [name, value] of values as VtlMap) {
      if (typeof name === 'string' && value !== null) set.push({ place, name, values: [printed(value, budget)] })
    }
  }
  if (!set.length) return mapped
  const isOverridden = (one: RequestParameter) =>
    set.some(({ place, name }) => place === one.place && name === one.name)
  return [...mapped.filter((one) => !isOverridden(one)), ...set]
}
