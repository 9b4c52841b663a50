import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CreateStackCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { outputsOf, stacksOf } from '../support/stacks.ts'
import { until } from '../support/until.ts'

const run = promisify(execFile)
const origin = inject('origin')
const { cloudFormation } = awsClients({ origin, account: '777700000017' })
const stacks = stacksOf(cloudFormation)

const TEMPLATE = {
  Resources: {
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    Condition: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'Handle' }, Timeout: '300', Count: 2 },
    },
  },
  Outputs: { Data: { Value: { 'Fn::GetAtt': ['Condition', 'Data'] } } },
}

it('a stack waits for what curl says', async () => {
  const StackName = uniqueName('waits')
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(TEMPLATE) }))
  let address = ''
  await until('the wait condition waits', async () => {
    const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }))
    const byId = new Map(StackResources.map((resource) => [resource.LogicalResourceId, resource]))
    address = byId.get('Handle')?.PhysicalResourceId ?? ''
    return byId.get('Condition')?.ResourceStatus === 'CREATE_IN_PROGRESS'
  })
  const signal = (UniqueId: string) => JSON.stringify({ Status: 'SUCCESS', Reason: 'ready', UniqueId, Data: UniqueId })
  const put = async (url: string, body: string, ...more: string[]) => {
    const written = ['-s', '-o', '/dev/null', '-w', '%{http_code}']
    return (await run('curl', [...written, '-X', 'PUT', ...more, '--data-binary', body, url])).stdout
  }
  // What curl says of its own accord about the type of a body is not what was signed, on AWS either.
  expect(await put(address, signal('lost'))).toBe('403')
  expect(await put(address, signal('first'), '-H', 'Content-Type:')).toBe('200')
  expect((await stacks.describe(StackName)).StackStatus).toBe('CREATE_IN_PROGRESS')
  // Under the host name that it has on AWS, too.
  const { pathname, search } = new URL(address)
  const own = `${origin}${pathname.slice(pathname.lastIndexOf('/'))}${search}`
  const bucket = 'Host: cloudformation-waitcondition-us-east-1.s3.amazonaws.com'
  expect(await put(own, signal('second'), '-H', 'Content-Type:', '-H', bucket)).toBe('200')
  const stack = await stacks.settled(StackName)
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  expect(JSON.parse(outputsOf(stack).Data ?? '')).toEqual({ first: 'first', second: 'second' })
})
