import { importJWK, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { accessTokenOf, KID, START, startPlane } from '../oauth.harness.ts'

const GRANT = 'grant_type=client_credentials&scope=api/read'
const decoded = (segment: string | undefined) => Buffer.from(segment ?? '', 'base64url').toString('utf8')

test('header and claims stand in the recorded order, with slashes escaped', async () => {
  const { post } = await startPlane()
  const [header, payload] = accessTokenOf(await post(GRANT)).split('.')
  expect(decoded(header)).toBe(`{"kid":"${KID.replaceAll('/', '\\/')}","alg":"RS256"}`)
  const now = START / 1000
  const jti = JSON.parse(decoded(payload)).jti
  expect(decoded(payload)).toBe(
    '{"sub":"machine1","token_use":"access","scope":"api\\/read",' +
      `"auth_time":${now},"iss":"https:\\/\\/cognito-idp.us-east-1.amazonaws.com\\/us-east-1_test00001",` +
      `"exp":${now + 3600},"iat":${now},"version":2,"jti":"${jti}","client_id":"machine1"}`,
  )
})

test('jose accepts it, until it expires', async () => {
  const { post, publicJwk, realm } = await startPlane({ accessTokenSeconds: 300 })
  const token = accessTokenOf(await post(GRANT))
  const key = await importJWK({ kty: 'RSA', ...publicJwk }, 'RS256')
  const verify = (seconds: number) =>
    jwtVerify(token, key, {
      issuer: realm.issuer,
      algorithms: ['RS256'],
      currentDate: new Date(START + seconds * 1000),
    })
  await expect(verify(299)).resolves.toBeDefined()
  await expect(verify(300)).rejects.toThrow(/exp/)
})
