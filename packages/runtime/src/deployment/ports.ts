import type { Call } from '../kernel/operation.ts'
import type { Place } from '../kernel/place.ts'
import type { Sleep } from '../kernel/sleep.ts'
import type { DeploymentEvent } from './events.ts'

/** What deployments are made of: the operations that the CDK CLI calls, without the way there. */
export interface DeploymentPorts {
  /** The operations of all services as the root of an account, in one region. */
  operationsIn(place: Place): Call
  /** Resolves when no operation on the stack is under way. Throws the signal's reason. */
  atRest(place: Place, stackId: string, signal: AbortSignal): Promise<void>
  /** Between two looks at what a stack's operation has done so far. */
  readonly sleep: Sleep
}

/** One deployment on its way: whom it tells, and who may call it off. */
export interface Undertaking {
  readonly ports: DeploymentPorts
  tell(event: DeploymentEvent): void
  readonly signal: AbortSignal
}
