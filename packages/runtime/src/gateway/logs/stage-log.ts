import { own } from '../../kernel/own.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import type { ExecutionLogSetting, GatewayLogs, LogTarget, StageLogSettings, StageSnapshot } from '../ports.ts'
import type { CompiledMethod } from '../rest/compile/method.ts'
import type { Exchange } from '../rest/exchange.ts'
import { type AccessLine, compileAccessFormat } from './access-format.ts'
import { accessVariable } from './access-variables.ts'
import type { Answered } from './answered.ts'
import { executionLines } from './execution-log.ts'
import { followAnswer } from './follow-answer.ts'
import { LOG_STREAM } from './log-stream.ts'

const OFF: ExecutionLogSetting = { level: 'OFF', dataTrace: false }

/** What one stage logs, ready to write. */
export class StageLog {
  readonly #settings: StageLogSettings
  readonly #logs: GatewayLogs
  readonly #accessTarget: LogTarget | undefined
  readonly #accessLine: AccessLine<Answered> | undefined
  readonly #executionTarget: LogTarget

  /** The logs of a canary have groups of their own (documented: canary-release). */
  constructor(
    { place, apiId, stageName }: StageSnapshot,
    settings: StageLogSettings,
    logs: GatewayLogs,
    isCanary = false,
  ) {
    const suffix = isCanary ? '/Canary' : ''
    const { access } = settings
    this.#settings = settings
    this.#logs = logs
    if (access) {
      this.#accessTarget = { place, group: `${access.group}${suffix}`, stream: LOG_STREAM, createGroup: false }
      this.#accessLine = compileAccessFormat(access.format, accessVariable)
    }
    const group = `API-Gateway-Execution-Logs_${apiId}/${stageName}${suffix}`
    this.#executionTarget = { place, group, stream: LOG_STREAM, createGroup: true }
  }

  /** Gives the answer on, and writes once it is complete. */
  follow(exchange: Exchange, answer: Soon<WireResponse>): Soon<WireResponse> {
    return followAnswer(answer, (response, length) => this.#write(exchange, response, length))
  }

  /** A fault in here must not reach the client, who has done nothing wrong. */
  #write(exchange: Exchange, response: WireResponse, length: number): void {
    const { call, runtime } = exchange
    try {
      this.#writeLines({ exchange, response, length, endedAt: runtime.clock.now() })
    } catch (error) {
      const { requestId, subject } = call
      runtime.logger.log('error', 'a call could not be logged', { requestId, subject, error: String(error) })
    }
  }

  #writeLines(answered: Answered): void {
    const { exchange, endedAt } = answered
    if (this.#accessTarget && this.#accessLine) {
      this.#logs.write(this.#accessTarget, [{ timestamp: endedAt, message: this.#accessLine(answered) }])
    }
    const { matched } = exchange
    // A path that no method answers leaves a line in the access log only (documented: set-up-logging).
    const setting = matched ? this.#settingOf(matched) : OFF
    if (setting.level === 'OFF') return
    const lines = executionLines(answered, setting)
    if (lines.length > 0) this.#logs.write(this.#executionTarget, lines)
  }

  #settingOf({ resourcePath, definition }: CompiledMethod): ExecutionLogSetting {
    const { execution } = this.#settings
    return own(execution, `${resourcePath} ${definition.httpMethod}`) ?? own(execution, '*') ?? OFF
  }
}
