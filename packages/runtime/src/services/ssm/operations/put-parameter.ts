import type { PutParameterRequest } from '../../../generated/ssm.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { checkAllowedPattern } from '../allowed-pattern.ts'
import { operation } from '../deps.ts'
import { maxVersionsReached, parameterAlreadyExists, validationException } from '../errors.ts'
import { checkParameterName, parameterArn } from '../parameter-name.ts'
import type { ParameterContent, ParameterType, ParameterVersion } from '../records.ts'
import { parameters, versions } from '../repository.ts'
import { tagsToRecord } from './tags.ts'

const MAX_VERSIONS = 100
const STANDARD_BYTES = 4096
const ADVANCED_BYTES = 8192
const DEFAULT_KEY = 'alias/aws/ssm'

export const putParameter = operation('PutParameter', async (input, { clock, vault }, ctx) => {
  const { place } = ctx
  checkParameterName(input.Name)
  checkRequest(input)
  const { Version, Tier } = await ctx.transact(async (tx) => {
    const existing = await parameters.find(tx, place, input.Name)
    if (existing && !input.Overwrite) throw parameterAlreadyExists()
    const old = existing?.latest
    const type = (input.Type ?? old?.type) as ParameterType | undefined
    if (!type) throw validationException('A parameter type is required when you create a parameter.')
    const latest: ParameterVersion = {
      name: input.Name,
      version: (old?.version ?? 0) + 1,
      ...contentOf(type, input.Value, vault),
      keyId: type === 'SecureString' ? (input.KeyId ?? old?.keyId ?? DEFAULT_KEY) : undefined,
      // An empty text takes the description away; no text leaves it.
      description: (input.Description ?? old?.description) || undefined,
      allowedPattern: input.AllowedPattern,
      tier: tierOf(input, old),
      dataType: input.DataType ?? old?.dataType ?? 'text',
      modifiedAt: clock.now(),
      modifiedBy: ctx.caller.arn,
      labels: [],
    }
    await dropOldest(tx, place, latest)
    versions.put(tx, place, latest)
    parameters.put(tx, place, {
      name: input.Name,
      arn: parameterArn(place, input.Name),
      latest,
      tags: existing?.tags ?? tagsToRecord(input.Tags ?? []),
    })
    return { Version: latest.version, Tier: latest.tier }
  })
  return { Version, Tier }
})

function contentOf(type: ParameterType, value: string, vault: Vault): ParameterContent {
  return type === 'SecureString' ? { type, value: vault.seal(value) } : { type, value }
}

function checkRequest(input: PutParameterRequest): void {
  if (input.Value === '') {
    throw validationException(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length " +
        'greater than or equal to 1.',
    )
  }
  if (input.Overwrite && input.Tags?.length) {
    throw validationException(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove " +
        'overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or ' +
        'RemoveTagsFromResource.',
    )
  }
  if (input.Policies !== undefined && !/^\s*(\[\s*\]|\{\s*\})?\s*$/.test(input.Policies)) {
    throw notEmulated('Parameter policies (expiration and notification)')
  }
  // `aws:ec2:image` and `aws:ssm:integration` values are checked against services that are not here.
  if (input.DataType !== undefined && input.DataType !== 'text') {
    throw notEmulated(`A parameter of data type ${input.DataType}`)
  }
  if (input.AllowedPattern) checkAllowedPattern(input.AllowedPattern, input.Value)
}

function tierOf(input: PutParameterRequest, old: ParameterVersion | undefined): ParameterVersion['tier'] {
  const size = Buffer.byteLength(input.Value)
  const limit = input.Tier === undefined && old?.tier === 'Advanced' ? 'Advanced' : (input.Tier ?? 'Standard')
  if (limit === 'Standard' && old?.tier === 'Advanced') {
    throw validationException(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter " +
        'tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as ' +
        'a standard parameter.',
    )
  }
  if (limit === 'Standard' && size > STANDARD_BYTES) {
    throw validationException(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES} characters. To create a larger ` +
        'parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see ' +
        'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    )
  }
  if (size > ADVANCED_BYTES) {
    throw validationException(
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED_BYTES} characters.`,
    )
  }
  if (limit === 'Intelligent-Tiering') {
    return size > STANDARD_BYTES || old?.tier === 'Advanced' ? 'Advanced' : 'Standard'
  }
  return limit === 'Advanced' ? 'Advanced' : 'Standard'
}

/** A parameter keeps its last hundred versions; one that carries a label is never dropped. */
async function dropOldest(tx: Transaction, place: Place, latest: ParameterVersion): Promise<void> {
  if (latest.version <= MAX_VERSIONS) return
  const kept = await versions.list(tx, place, latest.name)
  const oldest = kept[0]
  if (!oldest || kept.length < MAX_VERSIONS) return
  if (oldest.labels.length > 0) throw maxVersionsReached(latest.name, oldest.version)
  versions.delete(tx, place, oldest)
}
