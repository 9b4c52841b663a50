import type { DeploymentConfig } from '../../../generated/cloudformation.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import type { Previous } from '../plan/prepare.ts'
import type { StackRecord, StoredConfiguration } from '../records.ts'
import { keyOf } from '../repository.ts'

/** What a stack is, or was last meant to be. Undefined while it only waits for its first change set. */
export async function currentConfiguration(
  { contents }: Pick<EngineDeps, 'contents'>,
  stack: StackRecord,
  { reader, place }: Pick<CallContext, 'reader' | 'place'>,
): Promise<Previous | undefined> {
  const stored = stack.target ?? stack.stable
  if (!stored) return undefined
  const configuration = contents.openConfiguration(stored)
  return { configuration, ...(await contents.templateOf(reader, place, keyOf(stack.id), configuration)) }
}

/** What requests that bring no template may say about how the stack is worked on. */
export interface StackSettings {
  readonly RoleARN?: string
  readonly DeploymentConfig?: DeploymentConfig
}

/** A stack's configurations with such settings, which DescribeStacks shows from then on. */
export function withSettings(
  { target, stable }: StackRecord,
  { RoleARN, DeploymentConfig }: StackSettings,
): Pick<StackRecord, 'target' | 'stable'> {
  const set = (configuration: StoredConfiguration): StoredConfiguration => ({
    ...configuration,
    ...(RoleARN === undefined ? {} : { roleArn: RoleARN }),
    ...(DeploymentConfig === undefined ? {} : { deploymentConfig: DeploymentConfig }),
  })
  return { ...(target ? { target: set(target) } : {}), ...(stable ? { stable: set(stable) } : {}) }
}
