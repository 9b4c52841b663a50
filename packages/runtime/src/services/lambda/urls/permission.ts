import type { Logger } from '../../../kernel/logger.ts'
import { Facts } from '../../../kernel/policies/facts.ts'
import { type JudgeIdentity, whyNot } from '../../../kernel/policies/identity.ts'
import type { SignatureProblem, SignatureVerifier, Signer } from '../../../kernel/signatures.ts'
import type { WireRequest } from '../../../kernel/wire.ts'
import type { Target } from '../invoke/live-function.ts'
import { badSignature, forbidden, type Refusal } from './refusals.ts'
import type { FunctionUrl } from './url-directory.ts'

const CALL = 'lambda:InvokeFunctionUrl'
const INVOKE = 'lambda:InvokeFunction'

/** The type of an error by what is wrong with a signature (inferred: as AWS's own APIs). */
const ERROR_TYPES: Readonly<Record<SignatureProblem, string>> = {
  incomplete: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  'expired-token': 'ExpiredTokenException',
  invalid: 'InvalidSignatureException',
}

export type UrlVerdict =
  /** `signer`: undefined for a URL that everybody may call. */
  { readonly signer: Signer | undefined } | { readonly refusal: Refusal & { readonly reason: string } }

export interface UrlPermissionDeps {
  readonly logger: Logger
  readonly signatures: () => Promise<SignatureVerifier>
  readonly identities: () => Promise<JudgeIdentity>
}

/** Who may call a function through its URL. */
export class UrlPermission {
  readonly #logger: Logger
  readonly #signatures: () => Promise<SignatureVerifier>
  readonly #identities: () => Promise<JudgeIdentity>
  readonly #warned = new WeakSet<Target>()

  constructor({ identities, logger, signatures }: UrlPermissionDeps) {
    this.#logger = logger
    this.#signatures = signatures
    this.#identities = identities
  }

  async judge(url: FunctionUrl, target: Target, request: WireRequest): Promise<UrlVerdict> {
    const { authType } = url.record
    const facts = new Facts({ 'lambda:FunctionUrlAuthType': authType, 'lambda:InvokedViaFunctionUrl': 'true' })
    return authType === 'NONE' ? this.#anybody(target, facts) : this.#signed(url, target, request, facts)
  }

  #anybody(target: Target, facts: Facts): UrlVerdict {
    if (!target.allows(CALL, 'anybody', facts))
      return denied(`everybody do ${CALL} with FunctionUrlAuthType NONE`, target)
    if (!target.allows(INVOKE, 'anybody', facts)) this.#warn(target)
    return { signer: undefined }
  }

  /**
   * The function's policy or one of the identity's own has to allow it, for an identity of another account both have to;
   * what the identity's deny is denied (documented: urls-auth).
   */
  async #signed({ place }: FunctionUrl, target: Target, request: WireRequest, facts: Facts): Promise<UrlVerdict> {
    const verifier = await this.#signatures()
    const verdict = verifier.verify(request, { service: 'lambda', region: place.region })
    if (verdict.kind === 'unsigned') {
      return { refusal: { ...forbidden(), reason: 'the URL takes signed requests only (AuthType AWS_IAM)' } }
    }
    if (verdict.kind === 'refused') {
      const [reason = ''] = verdict.message.split('\n')
      return { refusal: { ...badSignature(ERROR_TYPES[verdict.problem], verdict.message), reason } }
    }
    const { signer } = verdict
    const judge = await this.#identities()
    const identity = await judge(signer, { action: CALL, resource: target.arn, facts })
    const byIdentity = identity.decision === 'allow'
    const isAllowed = () => target.allows(CALL, signer, facts)
    if (identity.decision === 'deny') return forbiddenFor(`${signer.arn} may not: ${whyNot(identity, CALL)}`)
    if (signer.account === place.account) {
      if (byIdentity || isAllowed()) return { signer }
      return forbiddenFor(`${signer.arn} may not: ${whyNot(identity, CALL)}, nor does the policy of ${target.arn}`)
    }
    if (!isAllowed()) return denied(`${signer.arn} do ${CALL}`, target)
    return byIdentity ? { signer } : forbiddenFor(`${signer.arn} may not: ${whyNot(identity, CALL)}`)
  }

  /** Documented since October 2025 for new URLs; what is recorded later passes with one action all the same. */
  #warn(target: Target): void {
    if (this.#warned.has(target)) return
    this.#warned.add(target)
    this.#logger.log(
      'warn',
      `the policy of ${target.arn} allows ${CALL} and not ${INVOKE}: AWS asks for both where a URL is new`,
    )
  }
}

function denied(what: string, { arn }: Target): UrlVerdict {
  return forbiddenFor(`the policy of ${arn} does not let ${what}`)
}

function forbiddenFor(reason: string): UrlVerdict {
  return { refusal: { ...forbidden(), reason } }
}
