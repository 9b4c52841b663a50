import { epochSeconds } from '../../../kernel/clock.ts'
import type { Act, ExistingResource, ResourceIdentity, ResourceRequest } from '../../../kernel/resource-type.ts'
import { ProvisioningError } from '../errors.ts'
import type { Question } from './ask-function.ts'
import type { CustomResourceDeps } from './deps.ts'
import { judgeResponse } from './judge-response.ts'
import { readProperties } from './read-properties.ts'
import { requestDocument } from './request-document.ts'
import { type ResponseName, responseAddress } from './response-address.ts'
import { findResponse, openSlot } from './responses.ts'

const SIGNATURE_BYTES = 20
const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
/** Observed in addresses. Longer than any wait. */
const VALID_SECONDS = 2 * 60 * 60
const MAX_MADE_UP_ID = 255
const REQUEST_TYPES = { create: 'Create', update: 'Update', remove: 'Delete' } as const

/** Makes the request that a function is sent, and the place for its response, in the transaction of the act. */
export async function poseQuestion(
  deps: CustomResourceDeps,
  type: string,
  act: Act,
  request: ResourceRequest,
): Promise<Question> {
  const { clock, random, origin } = deps
  const properties = act.kind === 'remove' ? act.previous.properties : act.properties
  const { functionArn, timeoutSeconds } = readProperties(properties)
  const old = act.kind === 'update' ? act.previous.properties : undefined
  if (old && old.ServiceToken !== functionArn) {
    // Observed: aws-cloudformation/cloudformation-coverage-roadmap#802.
    throw new ProvisioningError('Modifying service token is not allowed.')
  }
  const name = responseNameOf(request, act.token)
  const expires = epochSeconds(clock) + VALID_SECONDS
  const signature = random.bytes(SIGNATURE_BYTES).toString('base64url')
  const slot = { signature, expires: expires * 1000 }
  await request.transact((tx) => openSlot(tx, name, slot, clock.now()))
  const before = act.kind === 'create' ? undefined : await whatThereIs(deps, act.previous, request)
  const head = {
    RequestType: REQUEST_TYPES[act.kind],
    ServiceToken: functionArn,
    ResponseURL: responseAddress(origin(), name, { accessKeyId: ACCESS_KEY_ID, expires, signature }),
    StackId: request.stack.stackId,
    RequestId: act.token,
    LogicalResourceId: request.logicalId,
    ...(before ? { PhysicalResourceId: before.physicalId } : {}),
    ResourceType: type,
  }
  return {
    requestId: act.token,
    functionArn,
    document: requestDocument(head, properties, old),
    deadline: clock.now() + timeoutSeconds * 1000,
    // AWS makes one up as well; that it looks like other generated ids is inferred.
    ...(before ? {} : { madeUpId: request.generateName({ maxLength: MAX_MADE_UP_ID }) }),
    ...(before?.isUnsure ? { isUnsure: true } : {}),
  }
}

export function responseNameOf({ place, stack, logicalId }: ResourceIdentity, requestId: string): ResponseName {
  return { place, stackId: stack.stackId, logicalId, requestId }
}

/** A creation that was given up may have been answered since; one that was not has the id that was made up for it. */
async function whatThereIs(
  { vault }: CustomResourceDeps,
  { physicalId, ticket }: ExistingResource,
  request: ResourceRequest,
): Promise<{ readonly physicalId: string; readonly isUnsure: boolean }> {
  if (physicalId !== '') return { physicalId, isUnsure: false }
  const question = (ticket as { readonly question?: Question } | undefined)?.question
  if (!question) return { physicalId: request.generateName({ maxLength: MAX_MADE_UP_ID }), isUnsure: true }
  const name = responseNameOf(request, question.requestId)
  const body = await findResponse(request.reader, vault, name)
  const answered = body === undefined ? undefined : judgeResponse(body, name).physicalId
  return { physicalId: answered ?? question.madeUpId ?? '', isUnsure: answered === undefined }
}
