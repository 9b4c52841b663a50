import { AwsError, notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject } from '../../../kernel/json.ts'
import { operation } from '../deps.ts'
import { Secrets, secretWrites } from '../repository.ts'

/** Policies are kept and returned; nothing here asks them. */
export const putResourcePolicy = operation('PutResourcePolicy', async (input, { clock }, ctx) => {
  if (input.PolicyName !== undefined) throw notEmulated('A named resource policy of a secret (PolicyName)')
  if (!isPolicy(input.ResourcePolicy)) {
    throw new AwsError('MalformedPolicyDocumentException', 'This resource policy contains invalid Json.')
  }
  return ctx.transact(async (tx) => {
    const secret = await new Secrets(tx, ctx.place, clock.now()).requireUsable(input.SecretId)
    secretWrites.put(tx, ctx.place, { ...secret, policy: input.ResourcePolicy })
    return { ARN: secret.arn, Name: secret.name }
  })
})

export const getResourcePolicy = operation('GetResourcePolicy', async (input, { clock }, ctx) => {
  if (input.PolicyName !== undefined) throw notEmulated('A named resource policy of a secret (PolicyName)')
  const secret = await new Secrets(ctx.reader, ctx.place, clock.now()).requireUsable(input.SecretId)
  return { ARN: secret.arn, Name: secret.name, ResourcePolicy: secret.policy }
})

export const deleteResourcePolicy = operation('DeleteResourcePolicy', async (input, { clock }, ctx) => {
  if (input.PolicyName !== undefined) throw notEmulated('A named resource policy of a secret (PolicyName)')
  return ctx.transact(async (tx) => {
    const { policy: _, ...secret } = await new Secrets(tx, ctx.place, clock.now()).requireUsable(input.SecretId)
    secretWrites.put(tx, ctx.place, secret)
    return { ARN: secret.arn, Name: secret.name }
  })
})

function isPolicy(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text))
  } catch {
    return false
  }
}
