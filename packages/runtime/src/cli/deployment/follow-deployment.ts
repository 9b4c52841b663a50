import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import type { DeploymentEvent } from '../../deployment/events.ts'
import { CommandFailure } from '../command.ts'

/** Has a server carry out a deployment, and gives what it tells, as it comes. A refusal becomes a {@link CommandFailure}. */
export async function* followDeployment(origin: string, asked: object): AsyncGenerator<DeploymentEvent, void> {
  const outgoing = request(`${origin}/_sallyport/deployments`, { method: 'POST', agent: new Agent() })
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve)
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(asked))
  })
  response.setEncoding('utf8')
  if (response.statusCode !== 200) {
    let text = ''
    for await (const part of response) text += part
    throw new CommandFailure(`the server refused: ${text.trim()}`)
  }
  let last: DeploymentEvent | undefined
  for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    last = JSON.parse(line) as DeploymentEvent
    yield last
  }
  if (!response.complete) throw new CommandFailure('the server broke off before the deployment was over')
}
