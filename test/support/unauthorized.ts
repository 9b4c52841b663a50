import { expect } from 'vitest'

/** API Gateway's refusal by an authorizer, whole: status, headers, body. */
export async function expectUnauthorized(response: Response, message = 'Unauthorized'): Promise<void> {
  expect(response.status).toBe(401)
  expect(await response.text()).toBe(`{"message":"${message}"}`)
  expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException')
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(response.headers.get('x-amz-apigw-id')).toMatch(/=$/)
}
