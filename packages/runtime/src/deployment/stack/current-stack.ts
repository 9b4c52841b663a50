import type { Stack } from '../../generated/cloudformation.ts'
import { isAwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import type { Undertaking } from '../ports.ts'

/** A stack as it is once nothing is being done to it; undefined where there is none. */
export async function currentStack(
  nameOrId: string,
  place: Place,
  { ports, signal }: Undertaking,
): Promise<Stack | undefined> {
  const stack = await describe()
  if (!stack?.StackStatus?.endsWith('_IN_PROGRESS') || stack.StackStatus === 'REVIEW_IN_PROGRESS') return stack
  await ports.atRest(place, stack.StackId ?? nameOrId, signal)
  return describe()

  async function describe(): Promise<Stack | undefined> {
    try {
      const { Stacks = [] } = await ports.operationsIn(place)('cloudformation', 'DescribeStacks', {
        StackName: nameOrId,
      })
      return Stacks[0]
    } catch (error) {
      // CloudFormation's way to say that there is none.
      if (isAwsError(error, 'ValidationError') && error.message.includes('does not exist')) return undefined
      throw error
    }
  }
}

export function outputsOf({ Outputs = [] }: Stack): Readonly<Record<string, string>> {
  return Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
}
