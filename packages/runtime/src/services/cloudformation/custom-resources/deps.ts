import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { EngineDeps } from '../deps.ts'
import type { Doorbell } from './doorbell.ts'

/** What custom resources work with. */
export interface CustomResourceDeps extends Pick<EngineDeps, 'clock' | 'random' | 'vault' | 'sleep' | 'origin'> {
  readonly functions: () => Promise<FunctionCaller>
  readonly doorbell: Doorbell
}
