/** An API as a document, in which a method answers from a mock. */
export function documentWith(members: object = {}): Record<string, unknown> {
  return {
    openapi: '3.0.1',
    info: { title: 'pets', description: 'All of them', version: '1.0' },
    paths: { '/pets/{id}': { get: mockOperation() } },
    ...members,
  }
}

export function mockOperation(members: object = {}): object {
  return {
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: { default: { statusCode: '200' } },
    },
    ...members,
  }
}

export function bytesOf(document: object): Uint8Array {
  return Buffer.from(JSON.stringify(document))
}
