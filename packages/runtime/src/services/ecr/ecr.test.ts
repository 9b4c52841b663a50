import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EcrApi } from '../../generated/ecr.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { Call, InputOf, OutputOf } from '../../kernel/operation.ts'
import { requireInstantType } from '../../kernel/resource-type.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createEcrService } from './index.ts'

let store: Store
let service: Service
const clock = manualClock(Date.UTC(2030, 0, 1))

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  service = createEcrService({ clock })
})
afterEach(() => store.close())

function request() {
  const context = {
    place: { account: '111111111111', region: 'eu-west-1' },
    caller: { accessKeyId: 'k', arn: 'arn:aws:iam::111111111111:root', userId: '111111111111' },
    requestId: 'r',
    origin: 'http://127.0.0.1',
    transact: store.transact,
    reader: store,
    logicalId: 'Thing',
    stack: { stackId: 's', stackName: 's', tags: {} },
    generateName: () => 's-thing-x',
    call: ((_service: string, name: string, input: unknown) => service.operations.get(name)?.(input, context)) as Call,
  }
  return context
}

function call<O extends keyof EcrApi & string>(name: O, input: InputOf<'ecr', O>) {
  return request().call('ecr', name, input) as Promise<OutputOf<'ecr', O>>
}

function typeOf(name: string) {
  const type = service.resourceTypes.find((candidate) => candidate.type === name)
  if (!type) throw new Error(`no type ${name}`)
  return requireInstantType(type)
}

it('creates, changes and removes AWS::ECR::Repository', async () => {
  const type = typeOf('AWS::ECR::Repository')
  const properties = {
    RepositoryName: 'assets',
    ImageTagMutability: 'IMMUTABLE',
    LifecyclePolicy: { LifecyclePolicyText: '{"rules":[]}' },
    RepositoryPolicyText: { Version: '2012-10-17', Statement: [] },
  }
  const repository = await type.create(properties, request())
  expect(repository).toEqual({
    physicalId: 'assets',
    attributes: {
      Arn: 'arn:aws:ecr:eu-west-1:111111111111:repository/assets',
      RepositoryUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/assets',
    },
  })
  await expect(type.create(properties, request())).rejects.toMatchObject({ code: 'RepositoryAlreadyExistsException' })
  const previous = { ...repository, properties }
  expect(await type.update({ RepositoryName: 'assets' }, previous, request())).toEqual(repository)
  const { repositories } = await call('DescribeRepositories', { repositoryNames: ['assets'] })
  expect(repositories).toMatchObject([{ imageTagMutability: 'MUTABLE' }])
  await expect(call('GetLifecyclePolicy', { repositoryName: 'assets' })).rejects.toMatchObject({
    code: 'LifecyclePolicyNotFoundException',
  })
  await type.remove(previous, request())
  await type.remove(previous, request())
})
