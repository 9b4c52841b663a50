import { Backend } from '../backend.ts'
import { misconfigured } from '../gateway-error.ts'
import { payloadText } from '../mapping/payload.ts'
import type { Integration, Invoke } from './integration.ts'
import { mockStatus } from './mock-status.ts'

const MAX_REMEMBERED = 100
const MAX_REMEMBERED_LENGTH = 1000

/** No backend: the mapped request names the status that a backend would have answered; its body is empty. */
export const mock: Integration = { type: 'MOCK', bodies: 'mapped', takesParameters: false, compile: compileMock }

function compileMock(): Invoke {
  // What a template prints is mostly the same text again.
  const remembered = new Map<string, Backend>()
  return ({ integrationRequest }) => {
    const text = payloadText(integrationRequest)
    const known = remembered.get(text)
    if (known) return known
    const status = mockStatus(text === '' ? '{}' : text)
    if (status === undefined) {
      throw misconfigured('the mock integration was given no integer statusCode by its request template')
    }
    const backend = new Backend(status)
    if (remembered.size < MAX_REMEMBERED && text.length < MAX_REMEMBERED_LENGTH) remembered.set(text, backend)
    return backend
  }
}
