import type { Clock } from '../../../kernel/clock.ts'
import type { Random } from '../../../kernel/random.ts'
import type { ResourceType } from '../../../kernel/resource-type.ts'
import type { Sleep } from '../../../kernel/sleep.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { CustomResourceDeps } from '../custom-resources/deps.ts'
import type { EngineDeps } from '../deps.ts'
import { BUCKET_DEPLOYMENT_TYPE, bucketDeploymentType } from './bucket-deployment.ts'
import { cdkMetadataType } from './cdk-metadata.ts'
import { customResourceType } from './custom-resource.ts'
import { nestedStackType } from './nested-stack.ts'
import { waitConditionType } from './wait-condition.ts'
import { waitConditionHandleType } from './wait-condition-handle.ts'

export function resourceTypes(deps: {
  readonly clock: Clock
  readonly random: Random
  readonly sleep: Sleep
  readonly vault: Vault
  /** Asked when a stack is being worked on: the engine knows the types. */
  readonly engine: () => EngineDeps
}): readonly ResourceType[] {
  return [cdkMetadataType, nestedStackType(deps.engine), waitConditionType(deps), waitConditionHandleType(deps)]
}

/** Makes the handler of a type of custom resources, of which there are as many as templates name. */
export function customResourceTypes({
  functions,
  ...deps
}: Omit<CustomResourceDeps, 'functions'> & Pick<EngineDeps, 'functions'>) {
  return (type: string): ResourceType | undefined => {
    if (type === BUCKET_DEPLOYMENT_TYPE) return bucketDeploymentType
    return functions && customResourceType({ ...deps, functions }, type)
  }
}
