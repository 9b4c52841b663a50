import { FunctionRefusal } from '../kernel/functions.ts'
import type { FunctionEngine } from './ports.ts'

/** Runs nothing: for whoever needs services and no functions. */
export const noFunctionEngine: FunctionEngine = {
  invoke: async ({ runtime }) => {
    throw new FunctionRefusal('not-runnable', `Nothing here runs functions (${runtime}).`)
  },
  retire() {},
  async endLeftovers() {},
  environments: 0,
  async close() {},
}
