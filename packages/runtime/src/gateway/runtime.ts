import type { Clock } from '../kernel/clock.ts'
import type { Forwards } from '../kernel/forwards.ts'
import type { FunctionCaller } from '../kernel/functions.ts'
import type { Logger } from '../kernel/logger.ts'
import type { JudgeIdentity } from '../kernel/policies/identity.ts'
import type { Random } from '../kernel/random.ts'
import type { RequestKeeper } from '../kernel/request-trace.ts'
import type { SignatureVerifier } from '../kernel/signatures.ts'
import type { HttpBackend } from './backends/http-backend.ts'
import type { GatewayLogs } from './ports.ts'
import type { ThrottlePorts } from './throttle/shared-limits.ts'

/** What the steps share from call to call. */
export interface Runtime {
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
  /** Undefined: no call is to be explained later. */
  readonly requests?: RequestKeeper | undefined
}

/** Whom integrations and authorizers of APIs of any kind ask, and who keeps what a stage logs. */
export interface SharedPorts extends ThrottlePorts {
  readonly functions: FunctionCaller
  readonly signatures: SignatureVerifier
  readonly judgeIdentity: JudgeIdentity
  readonly http: HttpBackend
  readonly logs: GatewayLogs
  /** Services that another emulator answers for: integrations may call those, too. */
  readonly forwards?: Forwards | undefined
}
