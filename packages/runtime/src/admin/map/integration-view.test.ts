import { expect, it } from 'vitest'
import { integrationView } from './integration-view.ts'

it('names the function that is called', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:orders:live'
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`
  expect(integrationView('AWS_PROXY', uri)).toEqual({ type: 'AWS_PROXY', functionName: 'orders' })
  expect(integrationView('AWS_PROXY', arn)).toEqual({ type: 'AWS_PROXY', functionName: 'orders' })
})

it.each([
  ['https://user:secret@host.example/a?key=secret#secret', 'https://host.example/a'],
  ['https://user:se@cret@host.example/', 'https://host.example/'],
  ['http://127.0.0.1:3000/{proxy}', 'http://127.0.0.1:3000/{proxy}'],
])('shows where %s goes, without a secret', (uri, url) => {
  expect(integrationView('HTTP', uri)).toEqual({ type: 'HTTP', url })
})

it('may have no address', () => {
  expect(integrationView('MOCK', undefined)).toEqual({ type: 'MOCK' })
})
