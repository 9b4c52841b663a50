import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  type LambdaClient,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { uniqueName } from './names.ts'
import { zipOf } from './zip.ts'

/** What a test does with functions, for one account. */
export function functionsOf(lambda: LambdaClient, account: string, region = 'us-east-1') {
  const role = `arn:aws:iam::${account}:role/r`

  const inputOf = (code: string, settings: Partial<CreateFunctionCommandInput> = {}): CreateFunctionCommandInput => ({
    FunctionName: uniqueName('fn'),
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: role,
    Code: { ZipFile: zipOf({ [settings.Runtime?.startsWith('python') ? 'index.py' : 'index.js']: code }) },
    ...settings,
  })

  return {
    role,
    inputOf,
    arnOf: (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`,

    /** A function that is ready; its name. */
    async create(code: string, settings: Partial<CreateFunctionCommandInput> = {}): Promise<string> {
      const input = inputOf(code, settings)
      const FunctionName = input.FunctionName ?? ''
      await lambda.send(new CreateFunctionCommand(input))
      await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName })
      return FunctionName
    },

    async updated(FunctionName: string): Promise<void> {
      await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 10 }, { FunctionName })
    },

    /** The answer with its payload, and the tail of its log, as texts. */
    async invoke(FunctionName: string, event?: unknown, settings: Partial<InvokeCommandInput> = {}) {
      const Payload = event === undefined ? undefined : JSON.stringify(event)
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload, LogType: 'Tail', ...settings }))
      return {
        status: answer.StatusCode,
        failed: answer.FunctionError,
        version: answer.ExecutedVersion,
        requestId: answer.$metadata.requestId ?? '',
        text: Buffer.from(answer.Payload ?? []).toString('utf8'),
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
      }
    },
  }
}
