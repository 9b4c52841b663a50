import { refusedBy } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Act, ResourceInstance, WaitingType } from '../../../kernel/resource-type.ts'
import { type Answer, askFunction, type Question } from '../custom-resources/ask-function.ts'
import type { CustomResourceDeps } from '../custom-resources/deps.ts'
import { poseQuestion, responseNameOf } from '../custom-resources/pose-question.ts'
import { refuseTopic } from '../custom-resources/read-properties.ts'
import { inTexts } from '../custom-resources/request-document.ts'
import { responseKey } from '../custom-resources/response-address.ts'
import { equal } from '../plan/decide.ts'

/** `unchanged`: what the function would be asked has not changed, so that it is not asked. */
type Ticket = { readonly question: Question } | { readonly unchanged: ResourceInstance }

/**
 * `Custom::…` and `AWS::CloudFormation::CustomResource`: a function is asked to create, update or delete, and responds
 * under an address that the request names. The id that it responds with is `Ref`; another one after an update is another
 * resource, and the clean-up deletes the one before.
 */
export function customResourceType(deps: CustomResourceDeps, type: string): WaitingType {
  return {
    type,
    properties: { ServiceTimeout: 'emulated', ServiceToken: 'emulated' },
    refusals: ({ ServiceToken }) => refusedBy(() => refuseTopic(ServiceToken)),

    async begin(act, request) {
      const unchanged = unchangedBy(act)
      const ticket: Ticket = unchanged ? { unchanged } : { question: await poseQuestion(deps, type, act, request) }
      return { ticket: ticket as unknown as JsonValue }
    },

    async outcome(ticket, wait) {
      const taken = ticket as unknown as Ticket
      return 'unchanged' in taken ? { result: null } : askFunction(deps, taken.question, wait)
    },

    async end(ticket, result, request) {
      const taken = ticket as unknown as Ticket
      if ('unchanged' in taken) return taken.unchanged
      // The removal of what was never made.
      if (result === null) return { physicalId: '', attributes: {} }
      const { physicalId, data, noEcho } = result as Answer
      const key = responseKey(responseNameOf(request, taken.question.requestId))
      const attributesFrom = `object ${key} in S3 bucket ${storageBucket(request.place.region)}`
      return { physicalId, attributes: data, attributesFrom, ...(noEcho ? { noEcho } : {}) }
    },
  }
}

/**
 * A new timeout alone, or the number 5 for the text "5", which arrive alike, are nothing to call the function for
 * (inferred), unless it is uncertain what there is.
 */
function unchangedBy(act: Act): ResourceInstance | undefined {
  if (act.kind !== 'update' || act.previous.ticket !== undefined) return undefined
  const { properties, ticket: _, ...instance } = act.previous
  return equal(asAsked(properties), asAsked(act.properties)) ? instance : undefined
}

function asAsked({ ServiceTimeout: _, ...rest }: JsonObject): JsonObject {
  return inTexts(rest)
}

/** Where CloudFormation keeps responses, as its messages name it (observed). */
function storageBucket(region: string): string {
  return `cloudformation-custom-resource-storage-${region.replaceAll('-', '')}`
}
