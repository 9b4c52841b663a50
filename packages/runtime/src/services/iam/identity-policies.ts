import { parseArn } from '../../kernel/arn.ts'
import { type Decision, evaluate } from '../../kernel/policies/evaluate.ts'
import type { PolicyRequest } from '../../kernel/policies/facts.ts'
import {
  EVERYTHING,
  type IdentityPolicyKind,
  type IdentityVerdict,
  type JudgeIdentity,
} from '../../kernel/policies/identity.ts'
import { type Policy, PolicyError, readPolicyText } from '../../kernel/policies/policy.ts'
import type { SessionPermissions } from '../../kernel/signatures.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { awsManagedPolicy } from './aws-managed-policies.ts'
import { isAwsManagedPolicy, policyNameOf } from './policy-arn.ts'
import type { RoleRecord } from './records.ts'
import { policies, roles } from './repository.ts'

/** Documents that were read; beyond that many all are read anew. */
const MOST_READ = 500

/** One kind of policies that have to allow a request, and any of which may deny it. */
interface Layer {
  readonly by: IdentityPolicyKind
  readonly policies: readonly Policy[]
}

/**
 * What those policies say that belong to whoever signs: a role's, what bounds it, and what its session was begun with
 * (documented: reference_policies_evaluation-logic). The root of an account may do everything, and so may sessions of roles
 * that nobody has created here, of which nothing is known.
 */
export function createIdentityPolicies(reader: Reader): JudgeIdentity {
  const read = new Map<string, Policy>()

  function policyOf(text: string): Policy {
    const known = read.get(text)
    if (known) return known
    if (read.size >= MOST_READ) read.clear()
    const policy = readOrNothing(text)
    read.set(text, policy)
    return policy
  }

  async function managed(account: string, arns: readonly string[]): Promise<Policy[]> {
    const found = await Promise.all(
      arns.map(async (arn) => {
        if (isAwsManagedPolicy(arn)) return awsManagedPolicy(policyNameOf(arn))
        const record = await policies.findByArn(reader, { account, region: '' }, arn)
        const version = record?.versions.find(({ id }) => id === record.defaultVersionId)
        return version && policyOf(version.document)
      }),
    )
    return found.filter((policy) => policy !== undefined)
  }

  async function layersOfRole(account: string, role: RoleRecord): Promise<Layer[]> {
    const { inlinePolicies, attachedPolicies, permissionsBoundary } = role
    const own = Object.values(inlinePolicies).map(policyOf)
    const attached = await managed(account, attachedPolicies)
    const layers: Layer[] = [{ by: 'identity-based policy', policies: [...own, ...attached] }]
    if (permissionsBoundary === undefined) return layers
    return [...layers, { by: 'permissions boundary', policies: await managed(account, [permissionsBoundary]) }]
  }

  async function layersOfSession(account: string, { policy, policyArns = [] }: SessionPermissions): Promise<Layer[]> {
    if (policy === undefined && policyArns.length === 0) return []
    const inline = policy === undefined ? [] : [policyOf(policy)]
    return [{ by: 'session policy', policies: [...inline, ...(await managed(account, policyArns))] }]
  }

  return (signer, request) => {
    const { account, session = {} } = signer
    const [kind, name = ''] = parseArn(signer.arn)?.resource.split('/') ?? []
    if (kind === 'root') return EVERYTHING
    return (async () => {
      const ofSession = await layersOfSession(account, session)
      // What a user of the root may do, this session may as far as it was given it; without policies that is nothing.
      if (kind === 'federated-user') return judge(ofSession.length > 0 ? ofSession : [NOTHING], request)
      const role = await roles.find(reader, { account, region: '' }, name)
      const layers = role ? await layersOfRole(account, role) : []
      return judge([...layers, ...ofSession], {
        ...request,
        facts: withTags(request, { ...role?.tags, ...session.tags }),
      })
    })()
  }
}

const NOTHING: Layer = { by: 'session policy', policies: [] }

/** Of several kinds that do not allow it the message names the first (inferred). */
function judge(layers: readonly Layer[], request: PolicyRequest): IdentityVerdict {
  const said = layers.map(({ by, policies }) => ({ by, decision: together(policies, request) }))
  return (
    said.find(({ decision }) => decision === 'deny') ?? said.find(({ decision }) => decision === 'none') ?? EVERYTHING
  )
}

function together(policies: readonly Policy[], request: PolicyRequest): Decision {
  const said = policies.map((policy) => evaluate(policy, request))
  if (said.includes('deny')) return 'deny'
  return said.includes('allow') ? 'allow' : 'none'
}

function withTags({ facts }: PolicyRequest, tags: Readonly<Record<string, string>>) {
  const entries = Object.entries(tags)
  if (entries.length === 0) return facts
  return facts.with(Object.fromEntries(entries.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])))
}

/** What cannot be read says nothing. Documents are stored without the checks of their finer grammar. */
function readOrNothing(text: string): Policy {
  try {
    return readPolicyText(text)
  } catch (error) {
    if (error instanceof PolicyError) return { statements: [] }
    throw error
  }
}
