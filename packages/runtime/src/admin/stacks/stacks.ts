import type { Answering } from '../asked.ts'
import type { StackOutputView, StackResourceView } from '../contract/stacks.ts'
import type { Inside } from '../inside.ts'
import { timeOf } from '../map/client-view.ts'
import { constructPaths } from './construct-paths.ts'
import { allStacks, type FoundStack, stackOf, summaryOf } from './find-stack.ts'
import { shownAs } from './shown-as.ts'

export const listStacks: Answering<'GET stacks'> = async (_, { inside }) => ({
  stacks: (await allStacks(inside)).map(summaryOf),
})

export const showStack: Answering<'GET stacks/{name}'> = async (asked, { inside }) => {
  const found = await stackOf(asked, inside)
  const { Outputs = [], Parameters = [] } = found.stack
  return {
    ...summaryOf(found),
    resources: await resourcesOf(found, inside),
    outputs: Outputs.map((output): StackOutputView => {
      const { OutputKey: key = '', OutputValue: value = '', Description, ExportName } = output
      const local = inside.localize(value)
      return {
        ...{ key, value },
        ...(Description !== undefined && { description: Description }),
        ...(ExportName !== undefined && { exportName: ExportName }),
        ...(local !== undefined && { local }),
      }
    }),
    parameters: Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => ({
      key: ParameterKey,
      value: ParameterValue,
    })),
  }
}

async function resourcesOf(found: FoundStack, inside: Inside): Promise<StackResourceView[]> {
  const call = inside.operationsIn(found.place)
  const [{ StackResources = [] }, paths] = await Promise.all([
    call('cloudformation', 'DescribeStackResources', { StackName: found.stack.StackId }),
    constructPaths(found, inside),
  ])
  return StackResources.map((resource) => {
    const { LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId, ResourceType: type = '' } = resource
    const constructPath = paths.get(logicalId)
    const shown = shownAs(type, physicalId)
    return {
      logicalId,
      ...(physicalId !== undefined && { physicalId }),
      type,
      status: resource.ResourceStatus ?? '',
      ...(resource.ResourceStatusReason !== undefined && { statusReason: resource.ResourceStatusReason }),
      updatedAt: timeOf(resource.Timestamp),
      ...(constructPath !== undefined && { constructPath }),
      ...(shown && { shownAs: shown }),
    }
  })
}
