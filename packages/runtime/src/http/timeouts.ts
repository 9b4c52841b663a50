/** How long a connection may do nothing. */
export interface Timeouts {
  /** From its start to its first byte. */
  readonly firstByteMs: number
  /** From a TLS connection's first byte to its end of the handshake. */
  readonly handshakeMs: number
  /** From a request's first byte, or the start of a connection, to the end of the request's head. */
  readonly headMs: number
  /** From a request's first byte to its last: whoever sends a byte a second is waited for no longer. */
  readonly requestMs: number
  /** Between requests. The CDK CLI keeps connections for long and takes a reset for a failure. */
  readonly idleMs: number
}

export const TIMEOUTS: Timeouts = {
  firstByteMs: 60_000,
  handshakeMs: 30_000,
  headMs: 60_000,
  requestMs: 300_000,
  idleMs: 120_000,
}
