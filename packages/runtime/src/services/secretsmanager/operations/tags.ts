import type { Tag } from '../../../generated/secretsmanager.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { operation, type SecretsManagerDeps } from '../deps.ts'
import { invalidParameter } from '../errors.ts'
import type { SecretRecord } from '../records.ts'
import { Secrets, secretWrites } from '../repository.ts'

const MAX_TAGS = 50

export function tagsToRecord(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
}

/** Documented quota and prefix; the texts are inferred. */
export function checkTags(tags: SecretRecord['tags']): void {
  const names = Object.keys(tags)
  if (names.length > MAX_TAGS) throw invalidParameter(`A secret can have at most ${MAX_TAGS} tags.`)
  if (names.some((name) => name.toLowerCase().startsWith('aws:') && !name.startsWith('aws:cloudformation:'))) {
    throw invalidParameter('Tag keys that start with aws: are reserved for AWS use.')
  }
}

export const tagResource = operation('TagResource', (input, deps, ctx) =>
  changeTags(input.SecretId, deps, ctx, (tags) => ({ ...tags, ...tagsToRecord(input.Tags) })),
)

export const untagResource = operation('UntagResource', (input, deps, ctx) =>
  changeTags(input.SecretId, deps, ctx, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key))),
  ),
)

function changeTags(
  secretId: string,
  { clock }: SecretsManagerDeps,
  ctx: CallContext,
  change: (tags: SecretRecord['tags']) => Record<string, string>,
): Promise<void> {
  return ctx.transact(async (tx) => {
    const secret = await new Secrets(tx, ctx.place, clock.now()).requireUsable(secretId)
    const tags = change(secret.tags)
    checkTags(tags)
    secretWrites.put(tx, ctx.place, { ...secret, tags })
  })
}
