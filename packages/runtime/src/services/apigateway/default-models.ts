import type { ModelRecord } from './records.ts'

/** Every API is born with these two (recorded on AWS). */
export function defaultModels(): Omit<ModelRecord, 'id'>[] {
  return [
    {
      name: 'Empty',
      description: 'This is a default empty schema model',
      contentType: 'application/json',
      schema: schemaOf('Empty Schema', {}),
    },
    {
      name: 'Error',
      description: 'This is a default error schema model',
      contentType: 'application/json',
      schema: schemaOf('Error Schema', { properties: { message: { type: 'string' } } }),
    },
  ]
}

function schemaOf(title: string, members: object): string {
  const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title, type: 'object', ...members }
  return JSON.stringify(schema, undefined, 2)
}
