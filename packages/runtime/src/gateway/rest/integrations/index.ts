import { misconfigured } from '../gateway-error.ts'
import type { Invoke } from './integration.ts'
import { createMock } from './mock.ts'

/** By type, one line each. */
const INTEGRATIONS: ReadonlyMap<string, () => Invoke> = new Map([['MOCK', createMock]])

export const emulatedIntegrationTypes: readonly string[] = [...INTEGRATIONS.keys()]

export function integrationOf(type: string): Invoke {
  return (
    INTEGRATIONS.get(type)?.() ??
    (() => {
      throw misconfigured(`integration type ${type} is not emulated`)
    })
  )
}
