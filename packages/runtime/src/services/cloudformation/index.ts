import { bindOperations, type Service } from '../../kernel/service.ts'
import { systemSleep } from '../../kernel/sleep.ts'
import { Doorbell } from './custom-resources/doorbell.ts'
import { createResponsePlane, type ResponsePlane } from './custom-resources/response-plane.ts'
import type { CloudFormationServiceDeps, EngineDeps, StackWork } from './deps.ts'
import { StackRunner } from './execute/stack-runner.ts'
import { forwardedTypes } from './forwarded/index.ts'
import { operations } from './operations/index.ts'
import { customResourceTypes, resourceTypes } from './resources/index.ts'
import { lazySpecification, type Specification } from './specification.ts'
import { StackContents } from './stack-contents.ts'
import { stackStatuses } from './stack-statuses.ts'
import { createSamTranslator } from './transforms/sam/sam-translator.ts'
import { createTypeRegistry } from './type-registry.ts'
import { createSignalPlane, type SignalPlane } from './wait-conditions/signal-plane.ts'

export type { CloudFormationServiceDeps } from './deps.ts'

/** It works on its own: `resume` goes on with stack operations, `close` ends after the steps under way. */
export interface CloudFormationService extends Service {
  resume(): Promise<void>
  close(): Promise<void>
  /** Resolves when nothing is left to be done to the stack. Throws the signal's reason. */
  readonly atRest: StackWork['atRest']
  /** Answers under the addresses of wait condition handles. */
  readonly waitConditions: SignalPlane
  /** Answers under the addresses that custom resources respond to. */
  readonly customResources: ResponsePlane
}

/** Stacks and change sets, and the engine that carries them out through the operations of all services. */
export function createCloudFormationService(
  deps: CloudFormationServiceDeps,
  specification: Specification = lazySpecification(),
): CloudFormationService {
  const { sleep = systemSleep, beat = systemSleep, sam = createSamTranslator(deps) } = deps
  const contents = new StackContents(deps.vault)
  const work: StackWork = {
    start: (place, stackId) => runner.start(place, stackId),
    atRest: (place, stackId, signal) => runner.atRest(place, stackId, signal),
  }
  const own = resourceTypes({ ...deps, sleep, engine: () => engine })
  const doorbell = new Doorbell()
  const { elsewhere } = deps
  const forwarded = elsewhere ? forwardedTypes(elsewhere.forwards, { others: elsewhere, sleep }) : []
  const types = createTypeRegistry([...own, ...deps.resourceTypes, ...forwarded], specification, {
    ...deps,
    customResource: customResourceTypes({ ...deps, sleep, doorbell }),
  })
  const engine: EngineDeps = { ...deps, sleep, beat, types, contents, sam, work }
  const runner = new StackRunner(engine)
  return {
    name: 'cloudformation',
    operations: bindOperations(operations, { ...engine, runner }),
    resourceTypes: own,
    status: async (reader, addresses) => ({ stacks: await stackStatuses(reader, engine, addresses) }),
    atRest: work.atRest,
    waitConditions: createSignalPlane(engine),
    customResources: createResponsePlane({ ...engine, doorbell }),
    resume: () => runner.resume(),
    close: () => runner.close(),
  }
}
