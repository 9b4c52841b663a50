import { describe, expect, it } from 'vitest'
import { definitionChecks } from './checks.ts'

describe('checks for the control plane', () => {
  it('name what the data plane could not serve', () => {
    expect(definitionChecks.problemWithTemplate('#if(')).toContain('line 1')
    expect(definitionChecks.problemWithTemplate('$x')).toBeUndefined()
    expect(definitionChecks.problemWithMapping("'x'")).toBeUndefined()
    expect(definitionChecks.problemWithMapping('x')).toBe('Invalid mapping expression specified: x')
    expect(definitionChecks.problemWithPattern('2\\d{2}|3..')).toBeUndefined()
    expect(definitionChecks.problemWithPattern('(')).toContain('unclosed group')
    expect(definitionChecks.integrationTypes).toEqual(['MOCK'])
  })
})
