import type { TestInvokeMethodRequest } from '../../generated/apigateway.ts'
import type { HeaderList } from '../../kernel/wire.ts'

/** The headers of a call that is to be tested. Of a header in both maps the list counts (inferred). */
export function testHeadersOf({
  headers = {},
  multiValueHeaders = {},
}: Pick<TestInvokeMethodRequest, 'headers' | 'multiValueHeaders'>): HeaderList {
  const listed = new Set(Object.keys(multiValueHeaders).map((name) => name.toLowerCase()))
  const single = Object.entries(headers).filter(([name]) => !listed.has(name.toLowerCase()))
  const multi = Object.entries(multiValueHeaders).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  )
  return [...single, ...multi]
}
