import type { WireRequest } from './wire.ts'

/**
 * Checks who has signed a call of an API of the user's own: a method with `AWS_IAM`, a function's URL. Engines know the
 * contract only; `protocol/sigv4` implements it.
 */
export interface SignatureVerifier {
  /** `service`: SigV4's name of it, e.g. `execute-api`. */
  verify(request: SignedRequest, scope: { readonly service: string; readonly region: string }): SignatureVerdict
}

export type SignedRequest = Pick<WireRequest, 'method' | 'path' | 'query' | 'headers' | 'rawHeaders' | 'host' | 'body'>

export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly signer: Signer }
  /** Nothing says that it was meant to be signed with version 4. */
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'refused'; readonly problem: SignatureProblem; readonly message: string }

export type SignatureProblem =
  /** Parts are missing or cannot be read. */
  | 'incomplete'
  /** Nobody here has this key. */
  | 'unknown-key'
  /** Of a temporary key. */
  | 'expired-token'
  /** Anything else: another text was signed, for another service, or too long ago. */
  | 'invalid'

/** Who has signed. */
export interface Signer {
  readonly accessKeyId: string
  readonly account: string
  /** Of a user, a session or the account's root. */
  readonly arn: string
  /** For example `AROA…:session`; the account of a root. */
  readonly userId: string
  /** What a session was given when it was begun, besides its role. */
  readonly session?: SessionPermissions
}

/** They can only take away from what the role may do. */
export interface SessionPermissions {
  /** The document of an inline session policy. */
  readonly policy?: string
  /** ARNs of managed policies. */
  readonly policyArns?: readonly string[]
  /** Session tags: policies know them as `aws:PrincipalTag/{key}`. */
  readonly tags?: Readonly<Record<string, string>>
}
