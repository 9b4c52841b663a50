import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMockApi, refusal, START, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

const DAY_MS = 86_400_000

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

test('a certificate is its own authority, names API Gateway, and lasts for 365 days', async () => {
  const made = await gateway.call('GenerateClientCertificate', { description: 'mine', tags: { a: '1' } })
  expect(made).toMatchObject({
    clientCertificateId: expect.stringMatching(/^[a-z0-9]{6}$/),
    description: 'mine',
    createdDate: new Date(START),
    expirationDate: new Date(START + 365 * DAY_MS),
    tags: { a: '1' },
  })
  const certificate = new X509Certificate(made.pemEncodedCertificate ?? '')
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.subject).toBe('CN=ApiGateway')
  expect(Date.parse(certificate.validTo)).toBe(START + 365 * DAY_MS)
  const clientCertificateId = made.clientCertificateId ?? ''
  expect(await gateway.call('GetClientCertificate', { clientCertificateId })).toEqual(made)
  expect((await gateway.call('GetClientCertificates', {})).items).toContainEqual(made)
  expect(JSON.stringify(made)).not.toContain('PRIVATE')
})

test('only the description is patched', async () => {
  const { clientCertificateId = '' } = await gateway.call('GenerateClientCertificate', {})
  const patch = (op: string, path: string, value?: string) =>
    gateway.call('UpdateClientCertificate', { clientCertificateId, patchOperations: [{ op, path, value }] })
  expect((await patch('replace', '/description', 'new')).description).toBe('new')
  await expect(patch('replace', '/tags', 'x')).rejects.toMatchObject(refusal('Invalid patch path /tags'))
  await expect(patch('add', '/description', 'x')).rejects.toMatchObject({ code: 'BadRequestException' })
})

test('a stage shows one that there is, and holds it', async () => {
  const { restApiId } = await createMockApi(gateway)
  await gateway.call('CreateDeployment', { restApiId, stageName: 'prod' })
  const { clientCertificateId = '' } = await gateway.call('GenerateClientCertificate', {})
  const show = (value: string | undefined) => {
    const patchOperations = [{ op: 'replace', path: '/clientCertificateId', value }]
    return gateway.call('UpdateStage', { restApiId, stageName: 'prod', patchOperations })
  }
  await expect(show('nobody')).rejects.toMatchObject(refusal('Invalid Client Certificate identifier specified'))
  expect((await show(clientCertificateId)).clientCertificateId).toBe(clientCertificateId)
  await expect(gateway.call('DeleteClientCertificate', { clientCertificateId })).rejects.toMatchObject({ status: 400 })
  expect((await show(undefined)).clientCertificateId).toBeUndefined()
  await gateway.call('DeleteClientCertificate', { clientCertificateId })
  await expect(gateway.call('GetClientCertificate', { clientCertificateId })).rejects.toMatchObject({ status: 404 })
})

test('the type has its tags and description, and is removed twice', async () => {
  const type = gateway.typeOf('ClientCertificate')
  const made = await type.create({ Description: 'a', Tags: [{ Key: 'k', Value: '1' }] })
  expect(made.attributes).toEqual({ ClientCertificateId: made.physicalId })
  const less = await type.update({}, made)
  const found = await gateway.call('GetClientCertificate', { clientCertificateId: made.physicalId })
  expect([found.description, found.tags]).toEqual([undefined, undefined])
  await type.remove(less)
  await type.remove(less)
})
