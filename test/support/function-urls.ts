import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  type FunctionUrlAuthType,
  type LambdaClient,
} from '@aws-sdk/client-lambda'
import { functionsOf } from './functions.ts'
import { uniqueName } from './names.ts'

/** Where a function's URL is reached: under AWS's address, and here. */
export interface Served {
  readonly FunctionName: string
  readonly id: string
  readonly address: string
  readonly local: string
}

/** What a test does with URLs of functions, for one account. */
export function functionUrlsOf(lambda: LambdaClient, { origin, account }: { origin: string; account: string }) {
  const { create } = functionsOf(lambda, account)

  /** Lets everybody call a function through its URL. */
  const open = (FunctionName: string, more: Partial<AddPermissionCommandInput> = {}) =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: uniqueName('open'),
        Action: 'lambda:InvokeFunctionUrl',
        Principal: '*',
        FunctionUrlAuthType: 'NONE',
        ...more,
      }),
    )

  const urlOf = async (
    FunctionName: string,
    url: Partial<Omit<CreateFunctionUrlConfigCommandInput, 'FunctionName'>> = {},
  ): Promise<Served> => {
    const input = { FunctionName, AuthType: 'NONE' as FunctionUrlAuthType, ...url }
    const { FunctionUrl: address = '' } = await lambda.send(new CreateFunctionUrlConfigCommand(input))
    const [id = ''] = new URL(address).host.split('.')
    return { FunctionName, id, address, local: `${origin}/_aws/lambda-url/${id}/` }
  }

  return {
    open,
    urlOf,

    /** A function with a URL that its policy opens to everybody. */
    async served(code: string, url: Partial<Omit<CreateFunctionUrlConfigCommandInput, 'FunctionName'>> = {}) {
      const FunctionName = await create(code)
      await open(FunctionName, { FunctionUrlAuthType: url.AuthType ?? 'NONE' })
      return urlOf(FunctionName, url)
    },
  }
}
