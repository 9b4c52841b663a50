import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { callerOf, expiryOfSession, isLongTerm, secretOf } from '../../kernel/session.ts'
import type { SignatureProblem, SignatureVerdict, SignatureVerifier, Signer } from '../../kernel/signatures.ts'
import type { Vault } from '../../kernel/vault.ts'
import { canonicalRequest, sha256 } from './canonical.ts'
import { basicTime, findSignature, type Signature, timeOf } from './signature.ts'

export interface SignatureVerifierDeps {
  readonly vault: Vault
  /** Ends sessions. */
  readonly clock: Clock
  /** Of the machine, which is also the clients': they sign with the time that it is, however far a user has moved `clock`. */
  readonly clientClock: Clock
}

/** How far the clocks of client and server may be apart (documented: signature v4 troubleshooting). */
const SKEW_MINUTES = 5
const MINUTE = 60_000
const TERMINATOR = 'aws4_request'

export function createSignatureVerifier(deps: SignatureVerifierDeps): SignatureVerifier {
  return {
    verify(request, { service, region }) {
      const found = findSignature(request)
      if (found === 'none') return { kind: 'unsigned' }
      if ('incomplete' in found) return refused('incomplete', found.incomplete)
      const problem = timeProblem(found, deps.clientClock.now()) ?? scopeProblem(found, service, region)
      if (problem !== undefined) return refused('invalid', problem)
      const { accessKeyId, sessionToken } = found
      const secret = secretOf(accessKeyId, sessionToken, deps.vault)
      if (secret === undefined) return refused('unknown-key', 'The security token included in the request is invalid.')
      const canonical = canonicalRequest(request, found.signedHeaders)
      const text = stringToSign(found, canonical)
      if (!isEqual(signatureOf(found, secret, text), found.signature))
        return refused('invalid', mismatch(canonical, text))
      return judged(found, deps.clock.now())
    },
  }
}

/** The signature fits: only now is the session's token to be believed. */
function judged({ accessKeyId, scope: [, region], sessionToken }: Signature, now: number): SignatureVerdict {
  // A long-term key has no session, whatever token comes along with it.
  const token = isLongTerm(accessKeyId) ? undefined : sessionToken
  const expiresAt = token === undefined ? undefined : expiryOfSession(token)
  if (expiresAt !== undefined && now >= expiresAt * 1000) {
    return refused('expired-token', 'The security token included in the request is expired')
  }
  const { arn, place, userId, session } = callerOf(accessKeyId, token, region)
  const signer: Signer = { accessKeyId, account: place.account, arn, userId, ...(session && { session }) }
  return { kind: 'signed', signer }
}

/** Texts observed in the field; that for an address that was signed for longer is inferred. */
function timeProblem({ date, lifetime, scope: [day] }: Signature, now: number): string | undefined {
  const signedAt = timeOf(date)
  const minutes = lifetime === undefined ? SKEW_MINUTES : lifetime / 60
  const earliest = now - minutes * MINUTE
  if (Number.isNaN(signedAt) || signedAt < earliest) {
    return `Signature expired: ${date} is now earlier than ${basicTime(earliest)} (${basicTime(now)} - ${minutes} min.)`
  }
  const latest = now + SKEW_MINUTES * MINUTE
  if (signedAt > latest) {
    return `Signature not yet current: ${date} is still later than ${basicTime(latest)} (${basicTime(now)} + ${SKEW_MINUTES} min.)`
  }
  if (date.startsWith(day) && day.length === 8) return undefined
  return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`
}

function scopeProblem({ scope, signedHeaders }: Signature, service: string, region: string): string | undefined {
  const [, signedRegion, signedService, terminator] = scope
  if (terminator !== TERMINATOR) {
    return `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.`
  }
  if (signedRegion !== region) return `Credential should be scoped to a valid region, not '${signedRegion}'.`
  if (signedService !== service) return `Credential should be scoped to correct service: '${service}'.`
  if (signedHeaders.includes('host') || signedHeaders.includes(':authority')) return undefined
  return "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
}

function stringToSign({ date, scope }: Signature, canonical: string): string {
  return ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n')
}

function signatureOf({ scope }: Signature, secret: string, text: string): string {
  const key = scope.reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** AWS shows what it has read (observed: https://github.com/mhart/aws4/issues/33). */
function mismatch(canonical: string, text: string): string {
  return (
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
    'and signing method. Consult the service documentation for details.\n\n' +
    `The Canonical String for this request should have been\n'${canonical}'\n\n` +
    `The String-to-Sign should have been\n'${text}'\n`
  )
}

function refused(problem: SignatureProblem, message: string): SignatureVerdict {
  return { kind: 'refused', problem, message }
}
