import { expect, it } from 'vitest'
import { callContext, nothingStored } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Call } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { callerOf } from '../../kernel/session.ts'
import { createVault } from '../../store/vault.ts'
import { createStsService } from './index.ts'

const clock = manualClock(Date.UTC(2030, 0, 1))
const vault = createVault(Buffer.alloc(32), systemRandom)
const sts = createStsService({ clock, random: systemRandom, vault })

interface Credentials {
  readonly AccessKeyId: string
  readonly SessionToken: string
  readonly Expiration: Date
}

function call(name: string, input: object, credentials: Partial<Credentials> = { AccessKeyId: 'test' }) {
  const { place, ...caller } = callerOf(credentials.AccessKeyId ?? '', credentials.SessionToken, 'us-east-1')
  const noRoles = async () => {
    throw new AwsError('NoSuchEntity', 'no', { status: 404 })
  }
  const context = callContext(nothingStored, sts, { place, caller, call: noRoles as Call })
  const operation = sts.operations.get(name)
  if (!operation) throw new Error(`${name} is not there`)
  return operation(input, context) as Promise<Record<string, unknown> & { Credentials: Credentials }>
}

const RoleArn = 'arn:aws:iam::222222222222:role/path/deploy'
const RoleSessionName = 'aws-cdk-me'

it('says who calls', async () => {
  expect(await call('GetCallerIdentity', {})).toEqual({
    UserId: '000000000000',
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
  })
})

it('gives credentials that act as the role, in the role’s account', async () => {
  const answer = await call('AssumeRole', { RoleArn, RoleSessionName, DurationSeconds: 900 })
  const Arn = 'arn:aws:sts::222222222222:assumed-role/deploy/aws-cdk-me'
  expect(answer).toMatchObject({
    AssumedRoleUser: { Arn },
    Credentials: { Expiration: new Date(clock.now() + 900_000) },
  })
  expect(answer.Credentials.AccessKeyId).toMatch(/^ASIA/)
  expect(await call('GetCallerIdentity', {}, answer.Credentials)).toMatchObject({ Account: '222222222222', Arn })
  const again = await call('AssumeRole', { RoleArn, RoleSessionName })
  expect(again.AssumedRoleUser).toEqual(answer.AssumedRoleUser)
})

it('refuses what is no role, a chained session of more than an hour, and sessions of sessions', async () => {
  const wrong = call('AssumeRole', { RoleArn: 'arn:aws:iam::222222222222:user/somebody', RoleSessionName })
  await expect(wrong).rejects.toMatchObject({ code: 'ValidationError', status: 400 })
  const { Credentials } = await call('AssumeRole', { RoleArn, RoleSessionName })
  const chained = call('AssumeRole', { RoleArn, RoleSessionName, DurationSeconds: 3601 }, Credentials)
  await expect(chained).rejects.toMatchObject({ code: 'ValidationError' })
  await expect(call('GetSessionToken', {}, Credentials)).rejects.toMatchObject({ code: 'AccessDenied', status: 403 })
})

it('gives a session that acts as the caller', async () => {
  const { Credentials } = await call('GetSessionToken', {})
  expect(await call('GetCallerIdentity', {}, Credentials)).toMatchObject({ Arn: 'arn:aws:iam::000000000000:root' })
})

it('takes session tags, and hands the transitive ones on to the sessions of the session', async () => {
  const assume = (more: object, credentials?: Credentials) =>
    call('AssumeRole', { RoleArn, RoleSessionName, ...more }, credentials)
  const Tags = [{ Key: 'Team', Value: 'a' }]
  const { Credentials } = await assume({ Tags, TransitiveTagKeys: ['team'] })
  const taken = { code: 'InvalidParameterValue', status: 400, message: expect.stringContaining('calling session') }
  await expect(assume({ Tags: [{ Key: 'TEAM', Value: 'b' }] }, Credentials)).rejects.toMatchObject(taken)
  const { Credentials: further } = await assume({ Tags: [{ Key: 'own', Value: 'c' }] }, Credentials)
  await expect(assume({ Tags }, further)).rejects.toMatchObject(taken)
  await assume({ Tags: [{ Key: 'own', Value: 'd' }] }, further)

  await expect(assume({ Tags, TransitiveTagKeys: ['other'] })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: 'The specified transitive tag key must be included in the requested tags.',
  })
  const twice = { Tags: [...Tags, { Key: 'team', Value: 'b' }] }
  const duplicate = {
    code: 'InvalidParameterValue',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  }
  await expect(assume(twice)).rejects.toMatchObject(duplicate)
  await expect(call('GetFederationToken', { Name: 'n', ...twice })).rejects.toMatchObject(duplicate)
})

it('says how much of the room for policies and tags is taken, of a federated user always', async () => {
  expect((await call('AssumeRole', { RoleArn, RoleSessionName })).PackedPolicySize).toBeUndefined()
  expect(await call('GetFederationToken', { Name: 'n' })).toMatchObject({ PackedPolicySize: 0 })
  const Policy = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
  expect((await call('GetFederationToken', { Name: 'n', Policy })).PackedPolicySize).toBeGreaterThan(0)
})

it('refuses by name what changes a session and is not there', async () => {
  const least = { MinimumSessionTokenSize: 2000 }
  for (const [name, input] of [
    ['AssumeRole', { RoleArn, RoleSessionName }],
    ['GetFederationToken', { Name: 'n' }],
    ['GetSessionToken', {}],
  ] as const) {
    await expect(call(name, { ...input, ...least })).rejects.toThrow('MinimumSessionTokenSize')
  }
  const ProvidedContexts = [{ ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter', ContextAssertion: 'x' }]
  await expect(call('AssumeRole', { RoleArn, RoleSessionName, ProvidedContexts })).rejects.toThrow('ProvidedContexts')
})
