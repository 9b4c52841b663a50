import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { functionsOf } from './functions.ts'
import { until } from './until.ts'

/** What CloudFormation sends to the function behind a custom resource. */
export interface CustomRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete'
  readonly ServiceToken: string
  readonly ResponseURL: string
  readonly StackId: string
  readonly RequestId: string
  readonly LogicalResourceId: string
  readonly ResourceType: string
  readonly PhysicalResourceId?: string
  readonly ResourceProperties: Readonly<Record<string, unknown>>
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>
}

/** What is put as a response, or with which settings; `undefined`: nothing. */
export type Said = object | string | undefined

const MARK = 'ASKED '
const HANDLER = `exports.handler = async (event) => console.log('${MARK}' + JSON.stringify(event))`

/**
 * Functions behind custom resources that say nothing themselves: they log what they were asked, and the test responds in
 * their stead.
 */
export function customResourcesOf(lambda: LambdaClient, logs: CloudWatchLogsClient, account: string) {
  const { create, arnOf } = functionsOf(lambda, account)

  const requestsTo = async (FunctionName: string): Promise<CustomRequest[]> => {
    const found: CustomRequest[] = []
    try {
      const logGroupName = `/aws/lambda/${FunctionName}`
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName })) {
        for (const { message = '' } of events) {
          const at = message.indexOf(MARK)
          if (at >= 0) found.push(JSON.parse(message.slice(at + MARK.length)))
        }
      }
    } catch (error) {
      // Nobody has asked it anything yet.
      if ((error as Error).name !== 'ResourceNotFoundException') throw error
    }
    return found
  }

  return {
    /** A function that is asked, for `ServiceToken`, and what it was asked so far. */
    async asked() {
      const name = await create(HANDLER)
      const answered = new Set<string>()
      const requests = () => requestsTo(name)
      return {
        ServiceToken: arnOf(name),
        requests,

        /** The next request that was not answered yet. */
        async next(): Promise<CustomRequest> {
          let found: CustomRequest | undefined
          await until('a request to a custom resource', async () => {
            found = (await requests()).find(({ RequestId }) => !answered.has(RequestId))
            return found !== undefined
          })
          answered.add(found?.RequestId ?? '')
          return found as CustomRequest
        },

        /** Answers every request until the operation is over. */
        async answering<T>(operation: Promise<T>, say: (request: CustomRequest) => Said): Promise<T> {
          let isOver = false
          const over = operation.finally(() => (isOver = true))
          over.catch(() => {})
          await until('the end of an operation', async () => {
            for (const request of await requests()) {
              if (answered.has(request.RequestId)) continue
              answered.add(request.RequestId)
              const said = say(request)
              if (said !== undefined) await respond(request, said)
            }
            return isOver
          })
          return over
        },
      }
    },
  }
}

/** A success, by default under an id of the resource's own. */
export function success(
  { LogicalResourceId, PhysicalResourceId = `id-of-${LogicalResourceId}` }: CustomRequest,
  more: object = {},
): object {
  return { Status: 'SUCCESS', PhysicalResourceId, ...more }
}

/** Puts a response with the ids of its request, unless it says others; a text goes as it is. The status of the answer. */
export async function respond(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CustomRequest,
  said: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const body = typeof said === 'string' ? said : JSON.stringify({ StackId, RequestId, LogicalResourceId, ...said })
  // As bytes: a text would bring a type, and the address is signed for none.
  const response = await fetch(ResponseURL, { method: 'PUT', body: Buffer.from(body), headers })
  await response.arrayBuffer()
  return response.status
}
