import type { Stack } from '../../generated/cloudformation.ts'
import type { Place } from '../../kernel/place.ts'
import { type Asked, queryOf } from '../asked.ts'
import type { StackSummary } from '../contract/stacks.ts'
import type { Inside } from '../inside.ts'
import { timeOf } from '../map/client-view.ts'
import { everyPage } from '../map/every-page.ts'
import { AdminProblem } from '../problem.ts'

export interface FoundStack {
  readonly place: Place
  readonly stack: Stack
}

/** All stacks that are not deleted, by name. */
export async function allStacks(inside: Inside): Promise<FoundStack[]> {
  const places = await inside.places()
  const found = await Promise.all(places.map((place) => stacksIn(place, inside)))
  return found.flat().sort((a, b) => ((a.stack.StackName ?? '') < (b.stack.StackName ?? '') ? -1 : 1))
}

async function stacksIn(place: Place, inside: Inside): Promise<FoundStack[]> {
  const call = inside.operationsIn(place)
  const stacks = await everyPage(async (NextToken) => {
    // All at once: the answer about a single stack waits for what is being done to it.
    const page = await call('cloudformation', 'DescribeStacks', { NextToken })
    return { items: page.Stacks, next: page.NextToken }
  })
  return stacks.map((stack) => ({ place, stack }))
}

/** The stack that a path names, by its name or ARN, and a query the place of. Deleted ones are found by ARN only. */
export async function stackOf(asked: Asked, inside: Inside): Promise<FoundStack> {
  const { name = '' } = asked.params
  const query = queryOf(asked)
  const [account, region] = [query.get('account'), query.get('region')]
  const stacks = await allStacks(inside)
  const found = stacks.find(
    ({ place, stack }) =>
      (stack.StackName === name || stack.StackId === name) &&
      (account === null || place.account === account) &&
      (region === null || place.region === region),
  )
  const stack = found ?? (await deletedStack(name, inside))
  if (!stack) throw new AdminProblem(404, `there is no stack ${JSON.stringify(name.slice(0, 300))}`)
  return stack
}

const ARN = /^arn:aws[\w-]*:cloudformation:([\w-]+):(\d{12}):stack\/[\w-]+\/[\w-]+$/

async function deletedStack(arn: string, inside: Inside): Promise<FoundStack | undefined> {
  const [, region, account] = ARN.exec(arn) ?? []
  if (region === undefined || account === undefined) return undefined
  const place = { account, region }
  const { Stacks: [stack] = [] } = await inside.operationsIn(place)('cloudformation', 'DescribeStacks', {
    StackName: arn,
  })
  return stack && { place, stack }
}

export function summaryOf({ place: { account, region }, stack }: FoundStack): StackSummary {
  const { StackStatusReason: reason, Description: description, LastUpdatedTime, ParentId } = stack
  return {
    ...{ account, region },
    name: stack.StackName ?? '',
    id: stack.StackId ?? '',
    status: stack.StackStatus ?? '',
    ...(reason !== undefined && { statusReason: reason }),
    ...(description !== undefined && { description }),
    createdAt: timeOf(stack.CreationTime),
    ...(LastUpdatedTime && { updatedAt: timeOf(LastUpdatedTime) }),
    ...(ParentId !== undefined && { parentId: ParentId }),
  }
}
