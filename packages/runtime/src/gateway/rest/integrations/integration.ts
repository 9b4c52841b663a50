import type { Backend, Exchange } from '../exchange.ts'

/** Answers with what the backend says. */
export type Invoke = (exchange: Exchange) => Backend
