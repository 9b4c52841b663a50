import { parseArn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { changeSetNotFound, unknownStack } from './errors.ts'
import type {
  ChangeSetRecord,
  Configuration,
  ExportRecord,
  ImportRecord,
  StackRecord,
  StoredTemplate,
} from './records.ts'

/** By `{name}/{uuid}`, the end of the ARN: a deleted stack keeps its ARN when its name is free again. */
export const stacks = collection<StackRecord>('cloudformation/stack')
/** By name, of the stacks that exist: their keys. */
export const stackNames = collection<{ readonly key: string }>('cloudformation/stack-name')
/** By `{stack}/{hash}`. */
export const templates = collection<StoredTemplate>('cloudformation/template')
/** By `{name}/{uuid}`, the end of the ARN. */
export const changeSets = collection<ChangeSetRecord>('cloudformation/change-set')
/** By `{stack}/{change set's name}`, of those that can still be named: their keys. */
export const changeSetNames = collection<{ readonly key: string }>('cloudformation/change-set-name')
export const exportedValues = collection<ExportRecord>('cloudformation/export')
/** By `{export}|{stack}`. */
export const importedValues = collection<ImportRecord>('cloudformation/import')

/** The stack's key in the store: `{name}/{uuid}`. */
export function keyOf(arn: string): string {
  const resource = parseArn(arn)?.resource ?? arn
  return resource.slice(resource.indexOf('/') + 1)
}

export function within(stackKey: string, id: string): string {
  return `${stackKey}/${id}`
}

/** By ARN, deleted or not; by name, only while it exists. */
export async function findStack(reader: Reader, place: Place, nameOrArn: string): Promise<StackRecord | undefined> {
  const parsed = nameOrArn.startsWith('arn:') ? parseArn(nameOrArn) : undefined
  if (nameOrArn.startsWith('arn:')) {
    if (!parsed || parsed.region !== place.region || parsed.account !== place.account) return undefined
    return stacks.find(reader, place, keyOf(nameOrArn))
  }
  const named = await stackNames.find(reader, place, nameOrArn)
  return named && stacks.find(reader, place, named.key)
}

export async function requireStack(reader: Reader, place: Place, nameOrArn: string): Promise<StackRecord> {
  const stack = await findStack(reader, place, nameOrArn)
  if (!stack) throw unknownStack(nameOrArn)
  return stack
}

/** By ARN, or by name together with the stack's. */
export async function findChangeSet(
  reader: Reader,
  place: Place,
  nameOrArn: string,
  stack: StackRecord | undefined,
): Promise<ChangeSetRecord | undefined> {
  if (nameOrArn.startsWith('arn:')) return changeSets.find(reader, place, keyOf(nameOrArn))
  if (!stack) return undefined
  const named = await changeSetNames.find(reader, place, within(keyOf(stack.id), nameOrArn))
  return named && changeSets.find(reader, place, named.key)
}

export async function requireChangeSet(
  reader: Reader,
  place: Place,
  nameOrArn: string,
  stack: StackRecord | undefined,
): Promise<ChangeSetRecord> {
  const found = await findChangeSet(reader, place, nameOrArn, stack)
  if (!found) throw changeSetNotFound(nameOrArn)
  return found
}

export async function requireTemplate(
  reader: Reader,
  place: Place,
  stackKey: string,
  { templateId }: Pick<Configuration, 'templateId'>,
): Promise<StoredTemplate> {
  const found = await templates.find(reader, place, within(stackKey, templateId))
  if (!found) throw new Error(`the template of ${stackKey} is missing in the store`)
  return found
}
