import type { ServerResponse } from 'node:http'
import type { Dialog, Turn } from './dialog.ts'
import type { Reply } from './replies.ts'

/** `GET /invocation/next`: waits for an event as long as the runtime does. Undefined when it has left. */
export function nextEvent(dialog: Dialog, response: ServerResponse): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const outcome = dialog.next((turn) => resolve(eventReply(turn)))
    if (typeof outcome !== 'function') {
      resolve(outcome)
      return
    }
    response.once('close', () => {
      outcome()
      resolve(undefined)
    })
  })
}

function eventReply({ invocation, deadlineMs }: Turn): Reply {
  const headers = {
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
    'Lambda-Runtime-Client-Context': invocation.clientContext && inAscii(invocation.clientContext),
    'Lambda-Runtime-Cognito-Identity': invocation.cognitoIdentity && inAscii(invocation.cognitoIdentity),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedArn,
    'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
  }
  const sent = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return {
    status: 200,
    headers: { ...Object.fromEntries(sent), 'Content-Type': 'application/json' },
    body: invocation.payload,
  }
}

/** JSON in plain ASCII: clients differ in what they make of other bytes, and Rust's refuses them (seen: 1.1.1). */
function inAscii(json: string): string {
  return json
    .replace(/[\r\n\t]/g, ' ')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
