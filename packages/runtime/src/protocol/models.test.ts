import { expect, it } from 'vitest'
import { SERVICES } from '../generated/services.ts'
import type { ServiceName } from '../kernel/operation.ts'
import { readModel } from './model.ts'

/** Generated before models said from what; a newer model has members that must first be emulated or refused. */
const OLDER: readonly string[] = ['cloudformation', 'cognito-idp', 'iam', 'sts']

const models = (Object.keys(SERVICES) as ServiceName[]).map(readModel)

it('models are of one release of botocore, but for those that are named', () => {
  const releases = models.filter(({ name }) => !OLDER.includes(name)).map(({ botocore }) => botocore)
  expect(new Set(releases).size).toBe(1)
  expect(releases[0]).toMatch(/^\d+\.\d+\.\d+$/)
  expect(models.filter(({ botocore }) => botocore === undefined).map(({ name }) => name)).toEqual(OLDER)
})

it('what is published of a service is what its model says', () => {
  for (const { name, serviceId, protocol, apiVersion, signingName, endpointPrefix, targetPrefix } of models) {
    expect(SERVICES[name]).toMatchObject({ serviceId, protocol, apiVersion, signingName, endpointPrefix })
    expect(SERVICES[name].targetPrefix).toBe(targetPrefix)
  }
})
