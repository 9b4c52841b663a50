import { isJsonObject } from '../../kernel/json.ts'
import type { Inside } from '../inside.ts'
import type { FoundStack } from './find-stack.ts'

/** CDK's names for a stack's resources, by their logical ids: CDK writes them into the template (`aws:cdk:path`). */
export async function constructPaths(
  { place, stack }: FoundStack,
  inside: Inside,
): Promise<ReadonlyMap<string, string>> {
  const call = inside.operationsIn(place)
  const StackName = stack.StackId ?? ''
  const { StackResources = [] } = await call('cloudformation', 'DescribeStackResources', { StackName })
  const paths = await Promise.all(
    StackResources.map(async ({ LogicalResourceId = '' }): Promise<[string, string][]> => {
      const { StackResourceDetail } = await call('cloudformation', 'DescribeStackResource', {
        StackName,
        LogicalResourceId,
      })
      const path = pathIn(StackResourceDetail?.Metadata)
      return path === undefined ? [] : [[LogicalResourceId, path]]
    }),
  )
  return new Map(paths.flat())
}

function pathIn(metadata: string | undefined): string | undefined {
  if (metadata === undefined) return undefined
  const value: unknown = JSON.parse(metadata)
  const path = isJsonObject(value) ? value['aws:cdk:path'] : undefined
  return typeof path === 'string' ? path : undefined
}
