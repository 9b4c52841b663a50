import type { AwsApis } from '../../../generated/index.ts'
import type { CallContext, InputOf, Operation, OutputOf } from '../../../kernel/operation.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { ApiGatewayDeps } from '../deps.ts'
import { createAuthorizer, updateAuthorizer } from '../operations/authorizers.ts'
import { putGatewayResponse } from '../operations/gateway-responses.ts'
import { putIntegrationResponse } from '../operations/integration-responses.ts'
import { putIntegration } from '../operations/integrations.ts'
import { putMethodResponse } from '../operations/method-responses.ts'
import { deleteMethod, putMethod } from '../operations/methods.ts'
import { createModel, updateModel } from '../operations/models.ts'
import { createRequestValidator, updateRequestValidator } from '../operations/request-validators.ts'
import { createResource } from '../operations/resources.ts'

type Name = keyof AwsApis['apigateway'] & string

const OPERATIONS: ReadonlyMap<string, Operation<ApiGatewayDeps>> = new Map(
  [
    createAuthorizer,
    createModel,
    createRequestValidator,
    createResource,
    deleteMethod,
    putGatewayResponse,
    putIntegration,
    putIntegrationResponse,
    putMethod,
    putMethodResponse,
    updateAuthorizer,
    updateModel,
    updateRequestValidator,
  ].map((operation) => [operation.name, operation]),
)

export type CallWithin = <O extends Name>(
  name: O,
  input: InputOf<'apigateway', O>,
) => Promise<OutputOf<'apigateway', O>>

/** The operations, all in one transaction: an import is held to the same rules, and is whole or nothing. */
export function operationsWithin(tx: Transaction, deps: ApiGatewayDeps, ctx: CallContext): CallWithin {
  const within: CallContext = { ...ctx, transact: (work) => work(tx), reader: tx }
  const call = async (name: string, input: unknown) => {
    const operation = OPERATIONS.get(name)
    if (!operation) throw new Error(`an import does not call ${name}`)
    return operation.handle(input as never, deps, within)
  }
  return call as CallWithin
}
