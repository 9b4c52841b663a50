import { bindOperations, type Service } from '../../kernel/service.ts'
import { type Sleep, systemSleep } from '../../kernel/sleep.ts'
import type { StatesServiceDeps } from './deps.ts'
import { ExpressRunner } from './execution/express-runner.ts'
import { ExecutionRunner } from './execution/runner.ts'
import { operations } from './operations/index.ts'
import { resourceTypes } from './resources/index.ts'

export type { StatesServiceDeps } from './deps.ts'

/** Step Functions, as far as waiting for a function needs it: what else a definition may say is refused by name. */
export function createStatesService(given: Omit<StatesServiceDeps, 'sleep'> & { readonly sleep?: Sleep }): Service {
  const deps: StatesServiceDeps = { ...given, sleep: given.sleep ?? systemSleep }
  const runner = new ExecutionRunner(deps)
  const express = new ExpressRunner(deps)
  return {
    name: 'states',
    operations: bindOperations(operations, { ...deps, runner, express }),
    resourceTypes,
    resume: () => runner.resume(),
    async close() {
      await Promise.all([runner.close(), express.close()])
    },
  }
}
