import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOME, startCognito, type TestCognito } from '../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
const newPool = async (input = {}) =>
  (await cognito.call('CreateUserPool', { PoolName: 'p', ...input })).UserPool?.Id ?? ''
beforeAll(async () => {
  cognito = await startCognito()
})
beforeEach(async () => {
  UserPoolId = await newPool()
})
afterAll(() => cognito.close())

const CERTIFICATE = { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x' }
const add = (Domain: string, more = {}) => cognito.call('CreateUserPoolDomain', { UserPoolId, Domain, ...more })
const describeDomain = async (Domain: string) =>
  (await cognito.call('DescribeUserPoolDomain', { Domain })).DomainDescription

test('a prefix is made, described, shown by its pool and deleted', async () => {
  expect(await add('prefix-1')).toEqual({})
  expect(await describeDomain('prefix-1')).toMatchObject({
    UserPoolId,
    AWSAccountId: '123456789012',
    Domain: 'prefix-1',
    Status: 'ACTIVE',
    ManagedLoginVersion: 1,
  })
  expect((await describeDomain('prefix-1'))?.CustomDomainConfig).toEqual({})
  expect((await cognito.call('DescribeUserPool', { UserPoolId })).UserPool?.Domain).toBe('prefix-1')
  expect(await cognito.call('DeleteUserPoolDomain', { UserPoolId, Domain: 'prefix-1' })).toEqual({})
  expect(await describeDomain('prefix-1')).toEqual({})
  expect((await cognito.call('DescribeUserPool', { UserPoolId })).UserPool?.Domain).toBeUndefined()
})

test('a pool has one prefix and one custom domain', async () => {
  await add('prefix-2')
  const made = await add('auth.example.com', { CustomDomainConfig: CERTIFICATE })
  expect(made.CloudFrontDomain).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/)
  expect((await describeDomain('auth.example.com'))?.CloudFrontDistribution).toBe(made.CloudFrontDomain)
  await expect(add('prefix-3')).rejects.toMatchObject({ code: 'InvalidParameterException' })
  const another = add('auth2.example.com', { CustomDomainConfig: CERTIFICATE })
  await expect(another).rejects.toMatchObject({ code: 'InvalidParameterException' })
})

test('an update changes what it names and keeps the rest', async () => {
  await add('auth3.example.com', { CustomDomainConfig: CERTIFICATE })
  const renewed = { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/y' }
  const domain = { UserPoolId, Domain: 'auth3.example.com' }
  await cognito.call('UpdateUserPoolDomain', { ...domain, ManagedLoginVersion: 2 })
  await cognito.call('UpdateUserPoolDomain', { ...domain, CustomDomainConfig: renewed })
  expect(await describeDomain(domain.Domain)).toMatchObject({ ManagedLoginVersion: 2, CustomDomainConfig: renewed })
})

describe('refusals', () => {
  const INVALID_CHARACTER =
    'The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and ' +
    'hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$'
  test.each([
    ['Upper', {}, INVALID_CHARACTER],
    ['-start', {}, INVALID_CHARACTER],
    ['with.dot', {}, INVALID_CHARACTER],
    ['x'.repeat(64), {}, INVALID_CHARACTER],
    ['my-cognito', {}, 'Domain cannot contain reserved word: cognito'],
    ['aws', {}, 'Domain cannot contain reserved word: aws'],
    ['prefix', { CustomDomainConfig: CERTIFICATE }, 'Custom domain is not a valid subdomain'],
    [
      'auth4.example.com',
      { CustomDomainConfig: { CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x' } },
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a " +
        'valid certificate chain.',
    ],
  ])('%s %j', async (domain, more, message) => {
    await expect(add(domain, more)).rejects.toMatchObject({ code: 'InvalidParameterException', message })
  })

  test('a reserved word inside a longer one is fine', async () => {
    await expect(add('awsome-cognitive')).resolves.toEqual({})
  })

  test('a prefix that is taken in the region, by whatever account', async () => {
    await add('taken')
    const elsewhere = async (place: typeof HOME) => {
      const { UserPool } = await cognito.call('CreateUserPool', { PoolName: 'o' }, place)
      return cognito.call('CreateUserPoolDomain', { UserPoolId: UserPool?.Id ?? '', Domain: 'taken' }, place)
    }
    await expect(elsewhere({ ...HOME, account: '999999999999' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Domain already associated with another user pool.',
    })
    await expect(elsewhere({ ...HOME, region: 'eu-west-1' })).resolves.toEqual({})
  })

  test('managed login for a pool of the LITE tier', async () => {
    const lite = await newPool({ UserPoolTier: 'LITE' })
    const input = { UserPoolId: lite, Domain: 'lite', ManagedLoginVersion: 2 }
    await expect(cognito.call('CreateUserPoolDomain', input)).rejects.toMatchObject({
      code: 'FeatureUnavailableInTierException',
      message: 'The following feature is not available for the LITE pricing tier configured: Managed Login Version 2',
    })
  })

  test('a wrong pair of domain and pool, or of another account', async () => {
    await add('paired')
    const other = await newPool()
    const message = 'No such domain or user pool exists.'
    const remove = (UserPoolId: string, place = HOME) =>
      cognito.call('DeleteUserPoolDomain', { UserPoolId, Domain: 'paired' }, place)
    await expect(remove(other)).rejects.toMatchObject({ code: 'InvalidParameterException', message })
    await expect(remove(UserPoolId, { ...HOME, account: '999999999999' })).rejects.toMatchObject({ message })
    const update = cognito.call('UpdateUserPoolDomain', { UserPoolId: other, Domain: 'paired' })
    await expect(update).rejects.toMatchObject({ message })
  })
})
