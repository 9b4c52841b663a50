import type { DeploymentEvent } from '../../deployment/events.ts'

/**
 * Remembers what was deployed, and says which stacks an app no longer has: CloudFormation knows nothing of apps, so that
 * a stack which was renamed or taken out stays, with its names and domains.
 */
export class LeftStacks {
  #deployed = new Map<string, string>()

  /** Takes in what a whole deployment has told; gives the names of the stacks that it was not about any more. */
  after(events: readonly DeploymentEvent[]): readonly string[] {
    const now = new Map<string, string>()
    for (const event of events) {
      if (event.event !== 'done' || event.stackId === undefined) continue
      now.set(placeAndName(event.stackId), nameOf(event.stackId))
    }
    const left = [...this.#deployed].filter(([key]) => !now.has(key)).map(([, name]) => name)
    this.#deployed = now
    return left
  }
}

/** `arn:aws:cloudformation:us-east-1:000000000000:stack/Api/0a1b…`, without what changes when it is made anew. */
function placeAndName(stackId: string): string {
  return stackId.slice(0, stackId.lastIndexOf('/'))
}

function nameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId
}
