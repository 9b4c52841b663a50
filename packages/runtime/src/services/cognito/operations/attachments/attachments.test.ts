import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCognito, type TestCognito } from '../../cognito.harness.ts'

let cognito: TestCognito
let UserPoolId: string
let ClientId: string
beforeAll(async () => {
  cognito = await startCognito()
  UserPoolId = (await cognito.call('CreateUserPool', { PoolName: 'p' })).UserPool?.Id ?? ''
  ClientId = await newClient()
})
afterAll(() => cognito.close())

async function newClient(): Promise<string> {
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', { UserPoolId, ClientName: 'c' })
  return UserPoolClient?.ClientId ?? ''
}

const plusPool = async () =>
  (await cognito.call('CreateUserPool', { PoolName: 'plus', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }))
    .UserPool?.Id ?? ''

describe('the classic pages', () => {
  test('need a domain; a client has its own style, or the pool’s', async () => {
    const css = { UserPoolId, CSS: '.banner-customizable {}' }
    expect((await cognito.call('GetUICustomization', { UserPoolId, ClientId })).UICustomization).toEqual({})
    await expect(cognito.call('SetUICustomization', css)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'There has to be an existing domain associated with this user pool',
    })
    await cognito.call('CreateUserPoolDomain', { UserPoolId, Domain: 'styled' })
    await cognito.call('SetUICustomization', { ...css, ImageFile: Buffer.from('png') })
    const shown = async () => (await cognito.call('GetUICustomization', { UserPoolId, ClientId })).UICustomization
    expect(await shown()).toMatchObject({
      ClientId: 'ALL',
      CSS: css.CSS,
      ImageUrl: expect.stringMatching(/^https:\/\/d\w+\.cloudfront\.net\//),
    })
    await cognito.call('SetUICustomization', { UserPoolId, ClientId, CSS: 'own' })
    expect(await shown()).toMatchObject({ ClientId, CSS: 'own' })
    await expect(cognito.call('SetUICustomization', { UserPoolId, ClientId: 'nobody' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })
})

describe('a style of managed login', () => {
  test('belongs to one client, changes in part, and goes with its client', async () => {
    const client = await newClient()
    const Bytes = Buffer.from('svg')
    const Assets = [{ Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'SVG', Bytes }]
    const created = await cognito.call('CreateManagedLoginBranding', {
      UserPoolId,
      ClientId: client,
      Settings: { categories: {} },
      Assets,
    })
    const { ManagedLoginBrandingId = '' } = created.ManagedLoginBranding ?? {}
    expect(created.ManagedLoginBranding).toMatchObject({ Settings: { categories: {} }, Assets })
    const again = cognito.call('CreateManagedLoginBranding', { UserPoolId, ClientId: client })
    await expect(again).rejects.toMatchObject({ code: 'ManagedLoginBrandingExistsException' })
    const style = { UserPoolId, ManagedLoginBrandingId }
    await cognito.call('UpdateManagedLoginBranding', { ...style, Settings: { changed: true } })
    const shown = async () => (await cognito.call('DescribeManagedLoginBranding', style)).ManagedLoginBranding
    expect(await shown()).toMatchObject({ Settings: { changed: true }, Assets })
    await cognito.call('UpdateManagedLoginBranding', { ...style, UseCognitoProvidedValues: true })
    expect(await shown()).toMatchObject({ UseCognitoProvidedValues: true, Assets: [] })
    expect((await shown())?.Settings).toBeUndefined()
    await cognito.call('DeleteUserPoolClient', { UserPoolId, ClientId: client })
    await expect(shown()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  test('is AWS’s or one’s own, and somebody’s', async () => {
    const both = { UserPoolId, ClientId, UseCognitoProvidedValues: true, Settings: {} }
    await expect(cognito.call('CreateManagedLoginBranding', both)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    const none = cognito.call('DescribeManagedLoginBrandingByClient', { UserPoolId, ClientId })
    await expect(none).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })
})

describe('terms', () => {
  const TERMS = { TermsName: 'terms-of-use', TermsSource: 'LINK', Enforcement: 'NONE' }
  const Links = { 'cognito:default': 'https://example.com/terms' }

  test('are a client’s, two at most, and can change their name', async () => {
    const { Terms } = await cognito.call('CreateTerms', { UserPoolId, ClientId, ...TERMS, Links })
    const TermsId = Terms?.TermsId ?? ''
    await expect(cognito.call('CreateTerms', { UserPoolId, ClientId, ...TERMS, Links })).rejects.toMatchObject({
      code: 'TermsExistsException',
    })
    await cognito.call('UpdateTerms', { UserPoolId, TermsId, TermsName: 'privacy-policy' })
    const byClient = { UserPoolId, ClientId, TermsName: 'privacy-policy' }
    expect((await cognito.call('DescribeTermsByClient', byClient)).Terms).toMatchObject({ TermsId, Links })
    expect((await cognito.call('ListTerms', { UserPoolId })).Terms).toMatchObject([{ TermsId }])
    await cognito.call('DeleteTerms', { UserPoolId, TermsId })
    await expect(cognito.call('DescribeTerms', { UserPoolId, TermsId })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  test('have a page for every language', async () => {
    const french = { 'cognito:french': 'https://example.com/fr' }
    const created = cognito.call('CreateTerms', { UserPoolId, ClientId, ...TERMS, Links: french })
    await expect(created).rejects.toMatchObject({ code: 'InvalidParameterException' })
  })
})

describe('threat protection', () => {
  test('has a configuration where the pool has it', async () => {
    const pool = await plusPool()
    const input = { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } } }
    await cognito.call('SetRiskConfiguration', { UserPoolId: pool, ...input })
    const { RiskConfiguration } = await cognito.call('DescribeRiskConfiguration', { UserPoolId: pool })
    expect(RiskConfiguration).toMatchObject({ UserPoolId: pool, ...input })
    await expect(cognito.call('SetRiskConfiguration', { UserPoolId, ...input })).rejects.toMatchObject({
      code: 'FeatureUnavailableInTierException',
      message: expect.stringContaining('ESSENTIALS pricing tier configured: Threat Protection'),
    })
    expect((await cognito.call('DescribeRiskConfiguration', { UserPoolId })).RiskConfiguration).toEqual({ UserPoolId })
  })
})

describe('delivery of logs', () => {
  const LogGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:/a'
  const errors = {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: { LogGroupArn },
  }
  const set = (...LogConfigurations: readonly (typeof errors)[]) =>
    cognito.call('SetLogDeliveryConfiguration', { UserPoolId, LogConfigurations })

  test('is kept as a whole list', async () => {
    const get = async () =>
      (await cognito.call('GetLogDeliveryConfiguration', { UserPoolId })).LogDeliveryConfiguration?.LogConfigurations
    expect(await get()).toEqual([])
    await set(errors)
    expect(await get()).toEqual([errors])
    await set()
    expect(await get()).toEqual([])
  })

  test('has one level a source, one entry a source, and the tier for it', async () => {
    await expect(set({ ...errors, LogLevel: 'INFO' })).rejects.toMatchObject({ code: 'InvalidParameterException' })
    await expect(set(errors, errors)).rejects.toMatchObject({ code: 'InvalidParameterException' })
    const activity = { ...errors, EventSource: 'userAuthEvents', LogLevel: 'INFO' }
    await expect(set(activity)).rejects.toMatchObject({ code: 'FeatureUnavailableInTierException' })
  })
})

test('the columns of a file of users', async () => {
  const { CSVHeader = [] } = await cognito.call('GetCSVHeader', { UserPoolId })
  expect(CSVHeader).toEqual(expect.arrayContaining(['name', 'email', 'cognito:mfa_enabled', 'cognito:username']))
  expect(CSVHeader).not.toContain('sub')
})

test('nothing of a deleted pool stays behind', async () => {
  const pool = (await cognito.call('CreateUserPool', { PoolName: 'short' })).UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', { UserPoolId: pool, ClientName: 'c' })
  const client = UserPoolClient?.ClientId ?? ''
  await cognito.call('CreateManagedLoginBranding', { UserPoolId: pool, ClientId: client })
  await cognito.call('SetLogDeliveryConfiguration', { UserPoolId: pool, LogConfigurations: [] })
  await cognito.call('CreateIdentityProvider', {
    UserPoolId: pool,
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: { client_id: 'id', client_secret: 'secret', authorize_scopes: 'openid' },
    IdpIdentifiers: ['example.com'],
  })
  await cognito.resume?.()
  await cognito.call('DeleteUserPool', { UserPoolId: pool })
  const leftOf = async () => (await cognito.store.contents()).documents.filter(({ id }) => id.includes(pool))
  await expect.poll(leftOf).toEqual([])
})
