import { expect, it } from 'vitest'
import { SERVICES } from '../generated/services.ts'
import type { ServiceName } from '../kernel/operation.ts'
import { readModel } from './model.ts'

const models = (Object.keys(SERVICES) as ServiceName[]).map(readModel)

it('models are of one release of botocore', () => {
  const [release, ...others] = new Set(models.map(({ botocore }) => botocore))
  expect(release).toMatch(/^\d+\.\d+\.\d+$/)
  expect(others).toEqual([])
})

it('what is published of a service is what its model says', () => {
  for (const { name, serviceId, protocol, apiVersion, signingName, endpointPrefix, targetPrefix } of models) {
    expect(SERVICES[name]).toMatchObject({ serviceId, protocol, apiVersion, signingName, endpointPrefix })
    expect(SERVICES[name].targetPrefix).toBe(targetPrefix)
  }
})
