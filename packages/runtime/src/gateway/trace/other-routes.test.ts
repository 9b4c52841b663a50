import { expect, it } from 'vitest'
import { otherRoutes } from './other-routes.ts'

const ROUTES = [
  'GET /pets/{id}',
  'POST /pets/{id}',
  'ANY /pets/{id}',
  'GET /pets/7',
  'ANY /{proxy+}',
  'GET /pets',
  'GET /',
]
const named = (text: string) => {
  const [method = '', path = ''] = text.split(' ')
  return { method, path }
}
const others = (asked: string, matched: string) => otherRoutes(ROUTES.map(named), named(asked), named(matched))

it('tells why routes that fit a path were not taken', () => {
  expect(others('GET /pets/7', 'GET /pets/7')).toEqual([
    'GET /pets/{id}: its path says less',
    'POST /pets/{id}: it is for another method',
    'ANY /pets/{id}: its path says less',
    'ANY /{proxy+}: its path says less',
  ])
  expect(others('GET /pets/8', 'GET /pets/{id}')).toEqual([
    'POST /pets/{id}: it is for another method',
    'ANY /pets/{id}: GET goes before it',
    'ANY /{proxy+}: its path says less',
  ])
  expect(others('PUT /pets/7', 'ANY /pets/{id}')).toContain('GET /pets/7: it is for another method')
  expect(others('GET /', 'GET /')).toEqual([])
})
