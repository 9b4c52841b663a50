import { afterEach, beforeEach, expect, it } from 'vitest'
import type { IamApi } from '../../generated/iam.ts'
import { callContext, HOME, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createIamService } from './index.ts'

let store: Store
let iam: Service

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  iam = createIamService({ clock: manualClock(Date.UTC(2030, 0, 1)), random: systemRandom, store })
})
afterEach(() => store.close())

const context = (region = 'eu-west-1') => callContext(store, iam, { place: { ...HOME, region } })

const call = <O extends keyof IamApi & string>(name: O, input: InputOf<'iam', O>, region?: string) =>
  context(region).call('iam', name, input)

const trust = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudformation.amazonaws.com' } }],
})
const allow = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const RoleName = 'r'

it('has one set of roles whatever the region, and encodes their documents', async () => {
  const { Role } = await call('CreateRole', { RoleName, Path: '/p/', AssumeRolePolicyDocument: trust })
  expect(Role.Arn).toBe('arn:aws:iam::111111111111:role/p/r')
  expect(Role.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
  const seen = (await call('GetRole', { RoleName }, 'us-east-1')).Role
  expect(decodeURIComponent(seen.AssumeRolePolicyDocument ?? '')).toBe(trust)
  expect(seen.AssumeRolePolicyDocument).not.toContain('{')
  await expect(call('CreateRole', { RoleName: 'R', AssumeRolePolicyDocument: trust })).rejects.toMatchObject({
    code: 'EntityAlreadyExists',
    status: 409,
    message: 'Role with name R already exists.',
  })
})

it('refuses what AWS refuses', async () => {
  await expect(call('GetRole', { RoleName })).rejects.toMatchObject({
    code: 'NoSuchEntity',
    status: 404,
    message: 'The role with name r cannot be found.',
  })
  await expect(call('CreateRole', { RoleName, AssumeRolePolicyDocument: '{' })).rejects.toMatchObject({
    code: 'MalformedPolicyDocument',
  })
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust })
  const PolicyArn = 'arn:aws:iam::111111111111:policy/none'
  await expect(call('AttachRolePolicy', { RoleName, PolicyArn })).rejects.toMatchObject({ code: 'NoSuchEntity' })
  await call('AttachRolePolicy', { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
  await expect(call('DeleteRole', { RoleName })).rejects.toMatchObject({
    code: 'DeleteConflict',
    status: 409,
    message: 'Cannot delete entity, must detach all policies first.',
  })
})

const request = (logicalId: string) => resourceRequest(context(), logicalId)

const typeOf = (name: string) => instantTypeOf(iam, name)

it('updates AWS::IAM::Role in place and removes it with its policies', async () => {
  const type = typeOf('AWS::IAM::Role')
  const before = {
    AssumeRolePolicyDocument: JSON.parse(trust),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    Policies: [{ PolicyName: 'a', PolicyDocument: allow('s3:*') }],
    Tags: [{ Key: 'k', Value: 'v' }],
  }
  const after = {
    ...before,
    ManagedPolicyArns: [],
    Policies: [{ PolicyName: 'b', PolicyDocument: allow('s3:*') }],
    Tags: [],
  }
  const role = await type.create(before, request('Role'))
  const changed = await type.update(after, { ...role, properties: before }, request('Role'))
  expect(changed).toEqual(role)
  const name = { RoleName: role.physicalId }
  expect((await call('ListRolePolicies', name)).PolicyNames).toEqual(['b'])
  expect((await call('ListAttachedRolePolicies', name)).AttachedPolicies).toEqual([])
  expect((await call('ListRoleTags', name)).Tags).toEqual([])
  await type.remove({ ...changed, properties: after }, request('Role'))
  await type.remove({ ...changed, properties: after }, request('Role'))
  await expect(call('GetRole', name)).rejects.toMatchObject({ code: 'NoSuchEntity' })
})

it('moves AWS::IAM::Policy between names and roles', async () => {
  for (const name of ['one', 'two']) await call('CreateRole', { RoleName: name, AssumeRolePolicyDocument: trust })
  const type = typeOf('AWS::IAM::Policy')
  const before = { PolicyName: 'p', PolicyDocument: allow('s3:*'), Roles: ['one'] }
  const after = { PolicyName: 'q', PolicyDocument: allow('s3:*'), Roles: ['two'] }
  const policy = await type.create(before, request('Policy'))
  await type.update(after, { ...policy, properties: before }, request('Policy'))
  expect((await call('ListRolePolicies', { RoleName: 'one' })).PolicyNames).toEqual([])
  expect((await call('ListRolePolicies', { RoleName: 'two' })).PolicyNames).toEqual(['q'])
})

it('gives AWS::IAM::ManagedPolicy a new default version for a new document, more often than versions fit', async () => {
  const type = typeOf('AWS::IAM::ManagedPolicy')
  let previous = { PolicyDocument: allow('s3:0') }
  let policy = await type.create(previous, request('Policy'))
  const { physicalId: PolicyArn } = policy
  expect(PolicyArn).toBe('arn:aws:iam::111111111111:policy/stack-Policy-1A2B3C4D5E6F')
  for (let i = 1; i <= 6; i++) {
    const next = { PolicyDocument: allow(`s3:${i}`) }
    policy = await type.update(next, { ...policy, properties: previous }, request('Policy'))
    previous = next
  }
  expect(policy.physicalId).toBe(PolicyArn)
  expect((await call('GetPolicy', { PolicyArn })).Policy?.DefaultVersionId).toBe('v7')
  expect((await call('ListPolicyVersions', { PolicyArn })).Versions).toHaveLength(5)
  await type.remove({ ...policy, properties: previous }, request('Policy'))
  await expect(call('GetPolicy', { PolicyArn })).rejects.toMatchObject({ code: 'NoSuchEntity' })
})

it('answers about a role as each operation does on AWS', async () => {
  const boundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
  const asked = { Description: 'd', MaxSessionDuration: 7200, PermissionsBoundary: boundary }
  const created = (await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, ...asked })).Role
  const identity = ['Path', 'RoleName', 'RoleId', 'Arn', 'CreateDate', 'AssumeRolePolicyDocument'].sort()
  const present = (value: object) => Object.keys(JSON.parse(JSON.stringify(value))).sort()
  expect(present(created)).toEqual([...identity, 'PermissionsBoundary'].sort())
  const { Role } = await call('GetRole', { RoleName })
  expect(present(Role)).toEqual(
    [...identity, 'Description', 'MaxSessionDuration', 'PermissionsBoundary', 'RoleLastUsed'].sort(),
  )
  expect(Role).toMatchObject({ MaxSessionDuration: 7200, RoleLastUsed: {} })
  const listed = (await call('ListRoles', {})).Roles[0] ?? {}
  expect(present(listed)).toEqual([...identity, 'Description', 'MaxSessionDuration'].sort())
  const described = (await call('UpdateRoleDescription', { RoleName, Description: 'e' })).Role ?? {}
  expect(present(described)).toEqual([...identity, 'Description'].sort())

  const Tags = [{ Key: 'k', Value: '' }]
  const tagged = (await call('CreateRole', { RoleName: 't', AssumeRolePolicyDocument: trust, Tags })).Role
  expect(tagged.Tags).toEqual(Tags)
  expect((await call('GetRole', { RoleName: 't' })).Role.Tags).toEqual(Tags)
})

it('refuses tags twice: of a role also in another case, of a policy not', async () => {
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'A', Value: '2' },
  ]
  const twice = { code: 'InvalidInput', message: expect.stringContaining('Duplicate tag keys found.') }
  await expect(call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Tags })).rejects.toMatchObject(twice)
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Tags: Tags.slice(0, 1) })
  await call('TagRole', { RoleName, Tags: Tags.slice(1) })
  expect((await call('ListRoleTags', { RoleName })).Tags).toEqual(Tags.slice(1))

  const policy = { PolicyName: 'p', PolicyDocument: JSON.stringify(allow('s3:*')) }
  const { Policy } = await call('CreatePolicy', { ...policy, Tags })
  const PolicyArn = Policy?.Arn ?? ''
  expect((await call('ListPolicyTags', { PolicyArn })).Tags.map(({ Key }) => Key)).toEqual(['A', 'a'])
  const same = { PolicyArn, Tags: [...Tags.slice(1), ...Tags.slice(1)] }
  await expect(call('TagPolicy', same)).rejects.toMatchObject({ ...twice, message: 'Duplicate tag keys found.' })
})

it('refuses what is no ARN of a policy, and versions of none', async () => {
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust })
  const PolicyArn = 'longpolicynamebutnoarn'
  await expect(call('AttachRolePolicy', { RoleName, PolicyArn })).rejects.toMatchObject({
    code: 'ValidationError',
    message: `ARN ${PolicyArn} is not valid.`,
  })
  const PermissionsBoundary = 'arn:aws:iam::111111111111:not_a_policy/invalid'
  await expect(call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })).rejects.toMatchObject({
    code: 'InvalidInput',
    message: `ARN ${PermissionsBoundary} is not valid.`,
  })
  const absent = { PolicyArn: 'arn:aws:iam::111111111111:policy/none', VersionId: 'v1' }
  for (const name of ['GetPolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion'] as const) {
    await expect(call(name, absent)).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: `Policy ${absent.PolicyArn} version v1 does not exist or is not attachable.`,
    })
  }
})

it('lists policies of AWS that are in use here, and refuses to list all of them', async () => {
  const aws = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
  const bound = 'arn:aws:iam::aws:policy/PowerUserAccess'
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary: bound })
  await call('AttachRolePolicy', { RoleName, PolicyArn: aws })
  const own = await call('CreatePolicy', { PolicyName: 'p', PolicyDocument: JSON.stringify(allow('s3:*')) })
  const list = async (input: InputOf<'iam', 'ListPolicies'>) =>
    (await call('ListPolicies', input)).Policies?.map(({ Arn }) => Arn)
  expect(await list({})).toEqual([own.Policy?.Arn, bound, aws])
  expect(await list({ Scope: 'Local' })).toEqual([own.Policy?.Arn])
  expect(await list({ OnlyAttached: true })).toEqual([aws])
  expect(await list({ Scope: 'AWS', PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([bound])
  expect((await call('ListPolicies', { Scope: 'AWS', OnlyAttached: true })).Policies).toEqual([
    {
      PolicyName: 'AWSLambdaBasicExecutionRole',
      Arn: aws,
      Path: '/service-role/',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
    },
  ])
  await expect(list({ Scope: 'AWS' })).rejects.toThrow('Scope=AWS without OnlyAttached')
  await expect(call('GetPolicy', { PolicyArn: aws })).rejects.toThrow(aws)
})

it('records how long somebody may be signed in with a role, until that is taken back', async () => {
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, MaxSigninSessionDuration: 3600 })
  const signin = async () => (await call('GetRole', { RoleName })).Role.MaxSigninSessionDuration
  expect(await signin()).toBe(3600)
  await call('UpdateRole', { RoleName, MaxSigninSessionDuration: 7200 })
  await call('UpdateRole', { RoleName, Description: 'd' })
  expect(await signin()).toBe(7200)
  await call('UpdateRole', { RoleName, ResetMaxSigninSessionDuration: true })
  expect(await signin()).toBeUndefined()
})

it('holds roles in no instance profiles, which whoever deletes one asks for first', async () => {
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust })
  const none = { InstanceProfiles: [], IsTruncated: false }
  expect(await call('ListInstanceProfilesForRole', { RoleName })).toEqual(none)
  expect(await call('ListInstanceProfiles', {})).toEqual(none)
  await expect(call('ListInstanceProfilesForRole', { RoleName: 'none' })).rejects.toMatchObject({
    code: 'NoSuchEntity',
    message: 'The role with name none cannot be found.',
  })
})

it('writes AWS::IAM::RolePolicy into its role', async () => {
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust })
  const type = typeOf('AWS::IAM::RolePolicy')
  const before = { PolicyName: 'p', RoleName, PolicyDocument: allow('s3:*') }
  const policy = await type.create(before, request('Policy'))
  expect(policy.physicalId).toBe('p|r')
  const after = { ...before, PolicyDocument: allow('sqs:*') }
  await type.update(after, { ...policy, properties: before }, request('Policy'))
  const written = await call('GetRolePolicy', { RoleName, PolicyName: 'p' })
  expect(JSON.parse(decodeURIComponent(written.PolicyDocument ?? ''))).toEqual(after.PolicyDocument)
  await type.remove({ ...policy, properties: after }, request('Policy'))
  await type.remove({ ...policy, properties: after }, request('Policy'))
  expect((await call('ListRolePolicies', { RoleName })).PolicyNames).toEqual([])
})
