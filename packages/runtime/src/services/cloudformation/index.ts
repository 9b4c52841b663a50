import { bindOperations, type Service } from '../../kernel/service.ts'
import { systemSleep } from '../../kernel/sleep.ts'
import type { CloudFormationServiceDeps, EngineDeps } from './deps.ts'
import { StackRunner } from './execute/stack-runner.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'
import { lazySpecification, type Specification } from './specification.ts'
import { StackContents } from './stack-contents.ts'
import { createTypeRegistry } from './type-registry.ts'

export type { CloudFormationServiceDeps } from './deps.ts'

export interface CloudFormationService {
  readonly service: Service
  /** Goes on with the stack operations that an earlier process left unfinished. */
  resume(): Promise<void>
  /** Resolves when the steps under way are done; no further one is begun. */
  close(): Promise<void>
}

/** Stacks and change sets, and the engine that carries them out through the operations of all services. */
export function createCloudFormationService(
  deps: CloudFormationServiceDeps,
  specification: Specification = lazySpecification(),
): CloudFormationService {
  const handlers = [...resourceTypes, ...deps.resourceTypes]
  const types = createTypeRegistry(handlers, specification, deps.record)
  const engine: EngineDeps = {
    ...deps,
    sleep: deps.sleep ?? systemSleep,
    types,
    contents: new StackContents(deps.vault),
  }
  const runner = new StackRunner(engine)
  return {
    service: {
      name: 'cloudformation',
      operations: bindOperations(operations, { ...engine, runner }),
      resourceTypes,
    },
    resume: () => runner.resume(),
    close: () => runner.close(),
  }
}
