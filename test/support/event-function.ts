import type { LambdaClient } from '@aws-sdk/client-lambda'
import { functionsOf } from './functions.ts'
import { permit } from './http-api.ts'
import type { MockMethod } from './mock-api.ts'

/** Answers with its event. */
const HANDLER = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) })'

export function lambdaUri(functionArn: string): string {
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`
}

/** What makes a method of `createMockApi` answer with the event of a proxy integration. */
export async function eventFunction(
  lambda: LambdaClient,
  account: string,
): Promise<Pick<MockMethod, 'integration' | 'responses'>> {
  const functions = functionsOf(lambda, account)
  const name = await functions.create(HANDLER)
  await permit(lambda, name)
  const uri = lambdaUri(functions.arnOf(name))
  return {
    integration: { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri, requestTemplates: undefined },
    responses: [],
  }
}
