import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { functionsOf } from './functions.ts'

/** As AWS's sample has it: the password first where somebody offers to prove it, then a question, thrice at most. */
const DEFINE = `exports.handler = async (event) => {
  const { session } = event.request
  const last = session.at(-1)
  const wrong = session.filter(({ challengeResult }) => !challengeResult).length
  event.response.issueTokens = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult
  event.response.failAuthentication = wrong === 3
  event.response.challengeName = last?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE'
  return event
}`

const CREATE = `exports.handler = async (event) => {
  const asked = event.request.session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE').length
  event.response.publicChallengeParameters = { riddle: 'twice twenty-one', asked: String(asked) }
  event.response.privateChallengeParameters = { answer: '42' }
  event.response.challengeMetadata = 'RIDDLE'
  return event
}`

/** What an app sends along with an answer may stand for it. */
const VERIFY = `exports.handler = async (event) => {
  const { challengeAnswer, privateChallengeParameters, clientMetadata } = event.request
  event.response.answerCorrect = (clientMetadata?.hint ?? challengeAnswer) === privateChallengeParameters.answer
  return event
}`

/** Three functions that conduct a sign-in, which any pool of the account may call. */
export async function customAuthFunctions(lambda: LambdaClient, account: string): Promise<LambdaConfigType> {
  const functions = functionsOf(lambda, account)
  const create = async (code: string) => {
    const FunctionName = await functions.create(code)
    const permission = { StatementId: 'pools', Action: 'lambda:InvokeFunction', Principal: 'cognito-idp.amazonaws.com' }
    await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }))
    return functions.arnOf(FunctionName)
  }
  return {
    DefineAuthChallenge: await create(DEFINE),
    CreateAuthChallenge: await create(CREATE),
    VerifyAuthChallengeResponse: await create(VERIFY),
  }
}
