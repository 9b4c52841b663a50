import type { RequestSummary, RequestTrace } from '../../kernel/request-trace.ts'
import type { CliCommand } from '../command.ts'
import { callAdmin, dataDirOption, findServer, portOption, type ServerOptions } from '../find-server.ts'
import { summariesText, traceText } from '../trace-text.ts'

/** `sallyport explain`: how a call or a token request came to its answer. */
export const explain: CliCommand = {
  define: (command) =>
    command
      .argument('[request id]', 'as the answer has it: x-amzn-requestid, apigw-requestid or x-amz-cognito-request-id')
      .addOption(dataDirOption())
      .addOption(portOption())
      .option('--json', 'print JSON')
      .addHelpText(
        'after',
        `
Without an id: the last requests, the newest first.

Examples:
  sallyport explain
  sallyport explain 0a4c7fb2-6d1c-4c0a-9d39-4b8f5f3f8a11
  sallyport explain 0a4c7fb2-6d1c-4c0a-9d39-4b8f5f3f8a11 --json | jq .steps`,
      )
      .action(async (requestId: string | undefined, options: ServerOptions & { json?: boolean }) => {
        const origin = await findServer(options)
        process.stdout.write(await (requestId === undefined ? list(origin, options) : one(requestId, origin, options)))
      }),
}

interface Form {
  readonly json?: boolean
}

async function list(origin: string, { json }: Form): Promise<string> {
  const { requests } = await callAdmin<{ readonly requests: readonly RequestSummary[] }>(origin, 'requests')
  return json ? jsonText(requests) : summariesText(requests)
}

async function one(requestId: string, origin: string, { json }: Form): Promise<string> {
  const trace = await callAdmin<RequestTrace>(origin, `requests/${encodeURIComponent(requestId)}`)
  return json ? jsonText(trace) : traceText(trace, process.stdout.isTTY === true && !process.env.NO_COLOR)
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
