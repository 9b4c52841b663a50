import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue, jsonText } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import { atOnce } from '../../../languages/openapi/steps.ts'
import type { MethodDescription } from './description.ts'
import { describedFor, readFor } from './from-document.ts'
import { readParameters } from './parameters.ts'

/** Of a template's document nothing is made yet: where it will be, and what it will be called, is all the same. */
const NOWHERE: Place = { account: '000000000000', region: 'us-east-1' }
const NOTHING_DRAWN: Random = { bytes: (size) => Buffer.alloc(size) }

type Integration = NonNullable<MethodDescription['integration']>

/**
 * What a document in a template asks for and is not emulated, found before anything of the stack is made: an extension
 * that is not known, an integration that is not served. What else is wrong is for the import to say.
 */
export function refusalsOf(body: JsonValue, checkIntegration: (integration: Integration) => void): readonly Refusal[] {
  if (typeof body !== 'string' && !isJsonObject(body)) return []
  const integrations: Integration[] = []
  const document = refusedBy(() => {
    const read = atOnce(readFor(NOWHERE, Buffer.from(jsonText(body))))
    const { paths } = atOnce(describedFor('', read, readParameters(), NOTHING_DRAWN))
    integrations.push(...paths.flatMap(({ methods }) => methods.flatMap(({ integration }) => integration ?? [])))
  })
  return [...document, ...refusedBy(...integrations.map((integration) => () => checkIntegration(integration)))]
}
