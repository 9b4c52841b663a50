import type { AddPermissionRequest } from '../../../generated/lambda.ts'
import { globalArnOf } from '../../../kernel/arn.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { invalidParameter } from '../errors.ts'

/** A statement as AWS writes it: the keys in this order (recorded). */
export function statementOf(input: AddPermissionRequest, resource: string, place: Place): JsonObject {
  const conditions = conditionsOf(input)
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal, place),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  }
}

/** Recorded: a service, an account, an ARN, anybody. */
export function principalOf(principal: string, place: Place): JsonObject[string] {
  if (principal === '*') return '*'
  if (/^\d{12}$/.test(principal)) return { AWS: globalArnOf('iam', { ...place, account: principal }, 'root') }
  if (/^arn:[^:]+:(iam|sts)::\d{12}:/.test(principal)) return { AWS: principal }
  if (/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/.test(principal)) return { Service: principal }
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.')
}

/** Recorded but for `InvokedViaFunctionUrl`, whose operator is inferred. */
function conditionsOf(input: AddPermissionRequest): Record<string, JsonObject> {
  const equals: Record<string, string> = {}
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount
  if (input.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken
  return {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
    }),
  }
}
