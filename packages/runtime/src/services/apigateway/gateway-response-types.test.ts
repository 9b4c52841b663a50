import { expect, it } from 'vitest'
import { GATEWAY_RESPONSES } from '../../gateway/rest/gateway-response-types.ts'
import { GATEWAY_RESPONSE_TYPES } from './gateway-response-types.ts'

it('shows the statuses that the gateway answers with', () => {
  const raised = Object.entries(GATEWAY_RESPONSES).map(([type, { status }]) => [type, String(status)])
  const shown = new Map<string, string | undefined>(Object.entries(GATEWAY_RESPONSE_TYPES))
  for (const [type = '', status] of raised.filter(([name]) => !name?.startsWith('DEFAULT_'))) {
    expect([type, shown.get(type)]).toEqual([type, status])
  }
  expect(raised.every(([type = '']) => shown.has(type))).toBe(true)
})
