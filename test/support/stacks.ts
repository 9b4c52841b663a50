import {
  type CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  type DeleteStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  type StackEvent,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation'
import { until } from './until.ts'

/** Many key pairs on a machine that others use take their time. */
const OPERATION_MS = 120_000

/** Stack operations that wait for their end, whatever it is. */
export function stacksOf(cloudFormation: CloudFormationClient) {
  const describe = async (nameOrId: string): Promise<Stack> => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: nameOrId }))
    const stack = Stacks?.[0]
    if (!stack) throw new Error(`no stack ${nameOrId}`)
    return stack
  }

  const settled = async (nameOrId: string): Promise<Stack> => {
    let stack = await describe(nameOrId)
    const hasEnded = async () => {
      stack = await describe(nameOrId)
      return !stack.StackStatus?.endsWith('_IN_PROGRESS')
    }
    await until(`the end of the operation on ${nameOrId}`, hasEnded, { withinMs: OPERATION_MS })
    return stack
  }

  return {
    describe,
    settled,

    async create(StackName: string, template: object | string, options: Partial<CreateStackCommandInput> = {}) {
      const input = { StackName, TemplateBody: textOf(template), ...options }
      const { StackId } = await cloudFormation.send(new CreateStackCommand(input))
      return settled(StackId ?? '')
    },

    async update(StackName: string, template: object | string, options: Partial<UpdateStackCommandInput> = {}) {
      const input = { StackName, TemplateBody: textOf(template), ...options }
      await cloudFormation.send(new UpdateStackCommand(input))
      return settled(StackName)
    },

    /** Ends with the deleted stack, which only its id still finds. */
    async delete(nameOrId: string, options: Partial<DeleteStackCommandInput> = {}) {
      const { StackId } = await describe(nameOrId)
      await cloudFormation.send(new DeleteStackCommand({ StackName: nameOrId, ...options }))
      return settled(StackId ?? '')
    },

    /** Physical ids by logical id. */
    async ids(nameOrId: string): Promise<Record<string, string>> {
      const { StackResources = [] } = await cloudFormation.send(
        new DescribeStackResourcesCommand({ StackName: nameOrId }),
      )
      return Object.fromEntries(StackResources.map((r) => [r.LogicalResourceId ?? '', r.PhysicalResourceId ?? '']))
    },

    /** Oldest first. */
    async events(nameOrId: string): Promise<StackEvent[]> {
      const events: StackEvent[] = []
      let NextToken: string | undefined
      do {
        const page = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: nameOrId, NextToken }))
        events.push(...(page.StackEvents ?? []))
        NextToken = page.NextToken
      } while (NextToken)
      return events.reverse()
    },
  }
}

export function outputsOf(stack: Stack): Record<string, string> {
  return Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']))
}

const textOf = (template: object | string) => (typeof template === 'string' ? template : JSON.stringify(template))
