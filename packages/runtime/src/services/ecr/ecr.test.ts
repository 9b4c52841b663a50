import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EcrApi } from '../../generated/ecr.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
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

const request = () => resourceRequest(callContext(store, service))

const call = <O extends keyof EcrApi & string>(name: O, input: InputOf<'ecr', O>) => request().call('ecr', name, input)

const typeOf = (name: string) => instantTypeOf(service, name)

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
