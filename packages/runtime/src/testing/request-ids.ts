/**
 * What a request left to be asked about: a response of `fetch`, the headers of another client, or the id itself.
 *
 * @example
 * ```ts
 * const response = await aws.fetch(url)
 * const byId: Answered = response.headers.get('x-amzn-requestid') ?? ''
 * expect(aws.explain(byId)).toEqual(aws.explain(response))
 * ```
 */
export type Answered = Response | string | { readonly headers: Headers | Readonly<Record<string, string | undefined>> }

/** In the order of API Gateway's REST APIs, its HTTP APIs and Cognito's token endpoints. */
const HEADERS = ['x-amzn-requestid', 'apigw-requestid', 'x-amz-cognito-request-id']

/** The id under which the request of an answer is kept. Throws where the answer has none. */
export function requestIdOf(answered: Answered): string {
  if (typeof answered === 'string') return answered
  const { headers } = answered
  for (const name of HEADERS) {
    const id = headers instanceof Headers ? headers.get(name) : headers[name]
    if (id) return id
  }
  throw new Error(`the answer has none of the headers ${HEADERS.join(', ')}: it came from no API and no token endpoint`)
}
