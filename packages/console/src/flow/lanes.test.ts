import { expect, it } from 'vitest'
import { centerOf, courseOf, inWords, LANES } from './lanes.ts'

it.each([
  ['a token', { plane: 'oauth', status: 200 }, 'Client, Token endpoint', 'answered by the token endpoint'],
  ['no token', { plane: 'oauth', status: 400 }, 'Client, Token endpoint', 'ended at the token endpoint'],
  [
    'a call',
    { plane: 'execute-api', status: 200 },
    'Client, Gateway, Authorizer, Checks, Integration',
    'answered by the integration',
  ],
  ['no such stage', { plane: 'execute-api', status: 403, endedIn: 'stage' }, 'Client, Gateway', 'ended at the gateway'],
  [
    'a wrong scope',
    { plane: 'execute-api', status: 401, endedIn: 'authorizer' },
    'Client, Gateway, Authorizer',
    'ended at the authorizer',
  ],
  [
    'a throttle',
    { plane: 'execute-api', status: 429, endedIn: 'throttles' },
    'Client, Gateway, Authorizer, Checks',
    'ended at the checks',
  ],
  [
    'a backend that is down',
    { plane: 'execute-api', status: 502, endedIn: 'integration' },
    'Client, Gateway, Authorizer, Checks, Integration',
    'ended at the integration',
  ],
  [
    'a template of the answer that fails',
    { plane: 'execute-api', status: 500, endedIn: 'response mapping' },
    'Client, Gateway, Authorizer, Checks, Integration',
    'ended at the integration',
  ],
] as const)('%s', (_, summary, lanes, words) => {
  const course = courseOf(summary)
  expect(course.lanes.join(', ')).toBe(lanes)
  expect(inWords(course)).toBe(words)
})

it('puts lanes side by side', () => {
  expect(LANES.map(centerOf).map(Math.round)).toEqual([8, 25, 42, 58, 75, 92])
})
