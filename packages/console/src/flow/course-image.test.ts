import { expect, it } from 'vitest'
import { imageOf, svgOf } from './course-image.ts'
import { courseOf } from './lanes.ts'

const call = courseOf({ plane: 'execute-api', status: 200 })
const refused = courseOf({ plane: 'execute-api', status: 401, endedIn: 'authorizer' })

it('leads from the client to whoever ended the request', () => {
  expect(svgOf(call)).toContain('x2="91.66666666666666%"')
  expect(svgOf(refused)).toContain('x2="58.333333333333336%"')
  expect(svgOf(call).match(/<circle/g)).toHaveLength(4)
  expect(svgOf(refused).match(/<circle/g)).toHaveLength(2)
})

it('shows a refusal by its form too', () => {
  expect(svgOf(refused)).toContain('evenodd')
  expect(svgOf(call)).not.toContain('evenodd')
})

it('is made once for all requests that went the same way', () => {
  expect(imageOf(call)).toBe(imageOf(courseOf({ plane: 'execute-api', status: 204 })))
  expect(imageOf(call)).not.toBe(imageOf(refused))
})
