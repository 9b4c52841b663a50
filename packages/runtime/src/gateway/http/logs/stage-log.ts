import type { Soon } from '../../../kernel/soon.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import { type AccessLine, compileAccessFormat } from '../../logs/access-format.ts'
import { followAnswer } from '../../logs/follow-answer.ts'
import { LOG_STREAM } from '../../logs/log-stream.ts'
import type { GatewayLogs, HttpStageSnapshot, LogTarget } from '../../ports.ts'
import type { HttpExchange } from '../exchange.ts'
import { type AnsweredCall, accessVariable } from './access-variables.ts'

/** The access log of one stage: a line for each call. An HTTP API has no other log (documented: http-api-logging). */
export class HttpStageLog {
  readonly #logs: GatewayLogs
  readonly #target: LogTarget
  readonly #line: AccessLine<AnsweredCall>

  constructor(
    { place }: HttpStageSnapshot,
    { group, format }: NonNullable<HttpStageSnapshot['accessLog']>,
    logs: GatewayLogs,
  ) {
    this.#logs = logs
    this.#target = { place, group, stream: LOG_STREAM, createGroup: false }
    this.#line = compileAccessFormat(format, accessVariable)
  }

  /** Gives the answer on, and writes once it is complete. */
  follow(exchange: HttpExchange, answer: Soon<WireResponse>): Soon<WireResponse> {
    return followAnswer(answer, (response, length) => this.#write(exchange, response, length))
  }

  /** A fault in here must not reach the client, who has done nothing wrong. */
  #write(exchange: HttpExchange, response: WireResponse, length: number): void {
    const { call, runtime } = exchange
    try {
      const endedAt = runtime.clock.now()
      const message = this.#line({ exchange, response, length, endedAt })
      this.#logs.write(this.#target, [{ timestamp: endedAt, message }])
    } catch (error) {
      const { requestId, subject } = call
      runtime.logger.log('error', 'a call could not be logged', { requestId, subject, error: String(error) })
    }
  }
}
