import type { FunctionRefusal } from '../../kernel/functions.ts'

/** Why an authorizer's function was not run, for the log. */
export function refusalText({ reason, message }: FunctionRefusal): string {
  return reason === 'denied' ? `Invalid permissions on Lambda function (${message})` : message
}
