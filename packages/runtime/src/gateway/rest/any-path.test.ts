import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyPath } from '../../languages/jsonpath/any-path.harness.ts'
import { parsePath } from '../../languages/jsonpath/parse-path.ts'
import { PathError } from '../../languages/jsonpath/syntax.ts'
import { ERROR_500, textOf } from './gateway.harness.ts'
import { custom, servingFunction } from './lambda.harness.ts'

const BY_PARAMETER =
  '#set($found = $input.path($input.params(\'p\'))){"json": $input.json($input.params(\'p\')), "found": "$!found.size()"}'
const integration = custom({ requestTemplates: { 'application/json': BY_PARAMETER } })

function isPath(text: string): boolean {
  try {
    parsePath(text)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(PathError)
    return false
  }
}

/** What a template has found by a path in a body; undefined where it failed. */
async function foundBy(path: string, body: string): Promise<unknown> {
  const served = servingFunction(integration, (event) => event)
  const response = await served.call('/prod/x', { method: 'POST', query: `p=${encodeURIComponent(path)}`, body })
  if (response.status !== 200) {
    expect([response.status, textOf(response)]).toEqual(ERROR_500)
    return undefined
  }
  return JSON.parse(textOf(response)).json
}

it('a template finds something or nothing by any path in any payload; what is no path fails it', async () => {
  const path = fc.oneof({ weight: 4, arbitrary: anyPath }, fc.string({ minLength: 1, maxLength: 40 }))
  let found = 0
  await fc.assert(
    fc.asyncProperty(path, fc.json({ maxDepth: 5 }), async (text, value) => {
      const json = await foundBy(text, `{"a":${value},"b":[${value},{"a":${value}}]}`)
      expect(json !== undefined).toBe(isPath(text))
      if (json !== undefined && json !== '') found++
    }),
    { seed: 19, numRuns: 300 },
  )
  expect(found).toBeGreaterThan(100)
})

it('one that looks at too much fails it, and one that looks at little of a long list does not', async () => {
  const body = JSON.stringify({ a: Array.from({ length: 20_000 }, () => 1) })
  expect(await foundBy(`$['a'][${'0,'.repeat(900)}0]`, body)).toHaveLength(901)
  expect(await foundBy(`$.a[?(@ == $.a[?(@ == 1)])]`, body)).toBeUndefined()
  expect(
    await foundBy(`$[${'-1,'.repeat(600)}0][*]`, `[${body}, ${JSON.stringify([...'ab'.repeat(9_999)])}]`),
  ).toBeUndefined()
})
