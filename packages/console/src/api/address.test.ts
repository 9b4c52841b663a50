import { expect, it } from 'vitest'
import { addressOf } from './address.ts'

it.each([
  [['GET map'], ['GET', 'map']],
  [
    ['GET stacks/{name}', { name: 'a/b ?' }],
    ['GET', 'stacks/a%2Fb%20%3F'],
  ],
  [
    ['GET requests', {}, { limit: '20', text: 'a&b', api: '', client: undefined }],
    ['GET', 'requests?limit=20&text=a%26b'],
  ],
] as const)('%o', ([endpoint, path, query], address) => {
  expect(addressOf(endpoint, path, query)).toEqual(address)
})
