import { type Refusal, refusedBy } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonValue, jsonText } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { atOnce } from '../../../languages/openapi/steps.ts'
import type { IntegrationDescription } from './description.ts'
import { describedFor } from './from-document.ts'

/** Of a template's document nothing is made yet: where it will be is all the same. */
const NOWHERE: Place = { account: '000000000000', region: 'us-east-1' }

/**
 * What a document in a template asks for and is not emulated, found before anything of the stack is made. What else is
 * wrong is for the import to say.
 */
export function refusalsOf(
  body: JsonValue,
  checkIntegration: (integration: IntegrationDescription) => void,
): readonly Refusal[] {
  if (typeof body !== 'string' && !isJsonObject(body)) return []
  const integrations: IntegrationDescription[] = []
  const document = refusedBy(() => {
    const { routes } = atOnce(describedFor(NOWHERE, jsonText(body)))
    integrations.push(...routes.flatMap(({ integration }) => integration?.described ?? []))
  })
  return [...document, ...refusedBy(...integrations.map((integration) => () => checkIntegration(integration)))]
}
