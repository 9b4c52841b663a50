import type { AwsApis } from '../generated/index.ts'
import { SERVICES } from '../generated/services.ts'
import { isJsonObject } from '../kernel/json.ts'
import type { InputOf, OutputOf } from '../kernel/operation.ts'
import { askServer } from './ask-server.ts'
import { CommandFailure } from './command.ts'

/** Whose resources are meant, and where. */
export interface Owner {
  readonly origin: string
  readonly region: string
  readonly accessKeyId: string
}

/** Calls an operation of the running server as any AWS tool would. Undefined when what is asked for is not there. */
export async function jsonCall<S extends 'cognito-idp' | 'logs', O extends keyof AwsApis[S] & string>(
  service: S,
  operation: O,
  body: InputOf<S, O>,
  { origin, region, accessKeyId }: Owner,
): Promise<OutputOf<S, O> | undefined> {
  const scope = `${accessKeyId}/20000101/${region}/${service}/aws4_request`
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': `${SERVICES[service].targetPrefix}.${operation}`,
    // The server reads the account and the region off it, and verifies nothing.
    Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
  }
  const { status, text } = await askServer(`${origin}/`, { body, headers })
  const answer: unknown = JSON.parse(text)
  if (status === 200) return answer as OutputOf<S, O>
  const { __type: code = '', message = '' } = isJsonObject(answer) ? answer : {}
  if (String(code).endsWith('ResourceNotFoundException')) return undefined
  throw new CommandFailure(`the server refused: ${String(message)}`)
}
