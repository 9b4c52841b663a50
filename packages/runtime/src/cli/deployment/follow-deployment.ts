import { Agent, type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import type { DeploymentEvent } from '../../deployment/events.ts'
import { CommandFailure } from '../command.ts'

/**
 * Has a server carry out a deployment, and gives what it tells, as it comes. A refusal becomes a {@link CommandFailure},
 * and so does a server that is gone. Whoever does not want to hear more calls off what has not begun.
 */
export async function* followDeployment(
  origin: string,
  asked: object,
  signal?: AbortSignal,
): AsyncGenerator<DeploymentEvent, void> {
  const outgoing = request(`${origin}/_sallyport/deployments`, {
    method: 'POST',
    agent: new Agent(),
    ...(signal ? { signal } : {}),
  })
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve)
    outgoing.on('error', (error) => reject(failureOf(`no server answers on ${origin}`, error)))
    outgoing.end(JSON.stringify(asked))
  })
  response.setEncoding('utf8')
  if (response.statusCode !== 200) {
    let text = ''
    for await (const part of response) text += part
    throw new CommandFailure(`the server refused: ${text.trim()}`)
  }
  // Where the connection breaks, the reader below sees its end alone.
  let broken: Error | undefined
  response.on('error', (error) => {
    broken = error
  })
  for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    const event = parse(line)
    if (event) yield event
  }
  if (broken || !response.complete) throw failureOf('the server broke off before the deployment was over', broken)
}

/** Undefined of a line that was broken off. */
function parse(line: string): DeploymentEvent | undefined {
  try {
    return JSON.parse(line) as DeploymentEvent
  } catch {
    return undefined
  }
}

/** Whoever has left knows why there is nothing more. */
function failureOf(message: string, error: Error | undefined): Error {
  return error?.name === 'AbortError' ? error : new CommandFailure(message)
}
