import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import {
  DeleteClientCertificateCommand,
  GenerateClientCertificateCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  TestInvokeMethodCommand,
  UpdateClientCertificateCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import * as x509 from '@peculiar/x509'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const { apiGateway } = awsClients({ origin, account: '333300000053' })

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
let uri: string
let close = () => {}

/** It tells what it is shown. */
beforeAll(async () => {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  const options = { key, cert: certificate.toString('pem'), requestCert: true, rejectUnauthorized: false }
  const server = createServer(options, (request, response) => {
    response.end((request.socket as TLSSocket).getPeerX509Certificate()?.toString() ?? 'nobody')
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  uri = `https://localhost:${(server.address() as AddressInfo).port}/`
  close = () => server.close()
})
afterAll(() => close())

it('a client certificate is made, described, listed and deleted (api-gateway 10.1.6, 10.6.12)', async () => {
  const { $metadata, ...made } = await apiGateway.send(new GenerateClientCertificateCommand({ description: 'mine' }))
  expect($metadata.httpStatusCode).toBe(201)
  expect(made).toEqual({
    clientCertificateId: expect.stringMatching(/^[a-z0-9]{6}$/),
    description: 'mine',
    pemEncodedCertificate: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n[\s\S]+\n-----END CERTIFICATE-----$/),
    createdDate: expect.any(Date),
    expirationDate: expect.any(Date),
  })
  expect(Number(made.expirationDate) - Number(made.createdDate)).toBe(365 * 86_400_000)
  const at = { clientCertificateId: made.clientCertificateId }
  const patchOperations = [{ op: 'replace' as const, path: '/description', value: 'ours' }]
  await apiGateway.send(new UpdateClientCertificateCommand({ ...at, patchOperations }))
  expect((await apiGateway.send(new GetClientCertificateCommand(at))).description).toBe('ours')
  const { items } = await apiGateway.send(new GetClientCertificatesCommand({}))
  expect(items).toContainEqual({ ...made, description: 'ours' })
  const gone = await apiGateway.send(new DeleteClientCertificateCommand(at))
  expect(gone.$metadata.httpStatusCode).toBe(202)
  expect(await refusalOf(apiGateway.send(new GetClientCertificateCommand(at)))).toMatchObject({
    name: 'NotFoundException',
    status: 404,
  })
})

it('a backend over TLS is shown the certificate of the stage, and that of a test', async () => {
  const integration = {
    type: 'HTTP_PROXY' as const,
    integrationHttpMethod: 'GET',
    uri,
    requestTemplates: undefined,
    tlsConfig: { insecureSkipVerification: true },
  }
  const api = await createMockApi({ apiGateway, origin }, [{ integration }])
  const shown = async () => (await (await api.call('/')).text()).trim()
  expect(await shown()).toBe('nobody')
  const { clientCertificateId, pemEncodedCertificate } = await apiGateway.send(new GenerateClientCertificateCommand({}))
  const patchOperations = [{ op: 'replace' as const, path: '/clientCertificateId', value: clientCertificateId }]
  await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
  expect(await shown()).toBe(pemEncodedCertificate)
  const method = { restApiId: api.apiId, resourceId: api.rootResourceId, httpMethod: 'GET' }
  const tested = await apiGateway.send(new TestInvokeMethodCommand({ ...method, clientCertificateId }))
  expect(tested.body?.trim()).toBe(pemEncodedCertificate)
  const untested = await apiGateway.send(new TestInvokeMethodCommand(method))
  expect(untested.body).toBe('nobody')
})
