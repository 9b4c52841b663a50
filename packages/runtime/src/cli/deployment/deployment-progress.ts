import type { DeploymentEvent } from '../../deployment/events.ts'

/** What is being done, and how far it is. */
export interface Progress {
  readonly work: string
  readonly detail: string
}

/** Follows a deployment: after each event, what is being done then. */
export function deploymentProgress(doing = 'deploying'): (event: DeploymentEvent) => Progress {
  let planned: number | undefined
  let done = new Set<string>()

  return (event) => {
    switch (event.event) {
      case 'plan':
        planned = event.changes.length
        done = new Set()
        return { work: `${doing} ${event.stack}`, detail: '' }
      case 'resource': {
        if (event.resourceType !== STACK && event.status.endsWith('_COMPLETE')) done.add(event.logicalId)
        const count = planned === undefined ? `${done.size} done` : `${Math.min(done.size, planned)} of ${planned}`
        return { work: `${doing} ${event.stack}`, detail: `${count}  ${event.path ?? event.logicalId}` }
      }
      case 'asset':
        return { work: doing, detail: `published ${event.name}` }
      default:
        planned = undefined
        done = new Set()
        return { work: doing, detail: '' }
    }
  }
}

const STACK = 'AWS::CloudFormation::Stack'
