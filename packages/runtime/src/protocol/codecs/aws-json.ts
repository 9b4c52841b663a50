import type { AwsError } from '../../kernel/errors.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import type { Answer, Codec } from '../codec.ts'
import { headerText } from '../header-text.ts'
import { isTree, parseJson, readTree, wireTree, writeTree } from '../json-values.ts'
import type { Member, ServiceModel } from '../model.ts'
import { serializationError, wireErrorOf } from '../wire-errors.ts'

const TIMESTAMPS = { byDefault: 'unixTimestamp', wholeSeconds: false } as const

/** JSON in the body, the operation in `X-Amz-Target`. */
export function awsJson(version: '1.0' | '1.1'): Codec {
  const contentType = `application/x-amz-json-${version}`
  const respond = (
    status: number,
    body: string,
    { requestId }: Answer,
    more: [string, string][] = [],
  ): WireResponse => ({
    status,
    headers: [['x-amzn-RequestId', requestId], ['Content-Type', contentType], ...more],
    body,
  })
  return {
    read({ model, operation }, { request }) {
      const value = request.body.length ? parseJson(request.body) : {}
      if (!isTree(value)) throw serializationError('The request body must be a JSON object.')
      return operation.input ? (readTree(model, operation.input, value, wireTree) as Record<string, unknown>) : {}
    },
    write({ model, operation }, output, answer) {
      if (!operation.output) return respond(200, '', answer)
      return respond(200, JSON.stringify(writeTree(model, operation.output, output ?? {}, TIMESTAMPS)), answer)
    },
    writeError(error, answer, model) {
      const { code, status } = wireErrorOf(error, model)
      // Observed on Cognito: the colon after the type belongs to the header.
      return respond(
        status,
        JSON.stringify({ __type: code, message: error.message, ...errorMembers(error, model) }),
        answer,
        [
          ['x-amzn-ErrorType', `${code}:`],
          ['x-amzn-ErrorMessage', headerText(error.message)],
        ],
      )
    },
  }
}

/** Further modelled members of an error, such as Cognito's `reasonCode`. */
export function errorMembers(error: AwsError, model: ServiceModel | undefined): Record<string, unknown> {
  const { shape } = wireErrorOf(error, model)
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(error.members)) {
    if (value === undefined) continue
    const member: Member | undefined = shape?.members?.[name]
    if (member?.location) continue
    result[member?.locationName ?? name] = member && model ? writeTree(model, member, value, TIMESTAMPS) : value
  }
  return result
}
