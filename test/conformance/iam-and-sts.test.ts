import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000004'
const { iam, sts } = awsClients({ origin, account: ACCOUNT })
const trust = (Service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  })
const allow = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })

describe('IAM', () => {
  it('keeps roles with their policies, and deletes a role only without them', async () => {
    const RoleName = uniqueName('role')
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust('a.amazonaws.com'), Path: '/app/' }),
    )
    expect(Role).toMatchObject({
      RoleName,
      Arn: `arn:aws:iam::${ACCOUNT}:role/app/${RoleName}`,
      RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
      CreateDate: expect.any(Date),
    })
    expect(Role).not.toHaveProperty('MaxSessionDuration')
    expect(Role).not.toHaveProperty('Tags')
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust('b.amazonaws.com') }))
    const described = await iam.send(new GetRoleCommand({ RoleName }))
    expect(described.Role).toMatchObject({ MaxSessionDuration: 3600, RoleLastUsed: {} })
    expect(described.Role).not.toHaveProperty('Tags')
    expect(decodeURIComponent(described.Role?.AssumeRolePolicyDocument ?? '')).toBe(trust('b.amazonaws.com'))

    const inline = { RoleName, PolicyName: 'inline' }
    await iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument: allow('s3:Get*') }))
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['inline'])
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(inline))
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(allow('s3:Get*'))
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName }))
    expect(await refusalOf(remove())).toMatchObject({ name: 'DeleteConflictException', status: 409 })
    await iam.send(new DeleteRolePolicyCommand(inline))
    await remove()
    expect(await refusalOf(iam.send(new GetRoleCommand({ RoleName })))).toEqual({
      name: 'NoSuchEntityException',
      message: `The role with name ${RoleName} cannot be found.`,
      status: 404,
    })
  })

  it('keeps managed policies in versions, attached to roles', async () => {
    const RoleName = uniqueName('role')
    const PolicyName = uniqueName('policy')
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust('a.amazonaws.com') }))
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('s3:Get*') }))
    const PolicyArn = Policy?.Arn
    expect(PolicyArn).toBe(`arn:aws:iam::${ACCOUNT}:policy/${PolicyName}`)
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    const attached = async () =>
      (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies?.map((one) => one.PolicyArn)
    expect(await attached()).toEqual([PolicyArn])
    const version = { PolicyArn, PolicyDocument: allow('s3:Put*'), SetAsDefault: true }
    await iam.send(new CreatePolicyVersionCommand(version))
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
    expect(Versions?.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v2', true],
      ['v1', false],
    ])
    const second = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
    expect(decodeURIComponent(second.PolicyVersion?.Document ?? '')).toBe(allow('s3:Put*'))
    expect((await refusalOf(iam.send(new DeletePolicyCommand({ PolicyArn })))).name).toBe('DeleteConflictException')
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))
    expect(await attached()).toEqual([])
    const none = iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'longpolicynamebutnoarn' }))
    expect(await refusalOf(none)).toMatchObject({
      name: 'ValidationError',
      message: 'ARN longpolicynamebutnoarn is not valid.',
    })
  })

  it('lists its own policies and those of AWS that are attached', async () => {
    const RoleName = uniqueName('role')
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust('a.amazonaws.com') }))
    const PolicyArn = `arn:aws:iam::aws:policy/service-role/${uniqueName('policy')}`
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    const list = async (input: ListPoliciesCommandInput) =>
      (await iam.send(new ListPoliciesCommand(input))).Policies?.map((policy) => policy.Arn)
    expect(await list({})).toContain(PolicyArn)
    expect(await list({ Scope: 'AWS', OnlyAttached: true })).toContain(PolicyArn)
    expect(await list({ Scope: 'Local' })).not.toContain(PolicyArn)
    expect((await refusalOf(iam.send(new ListPoliciesCommand({ Scope: 'AWS' })))).message).toContain('Scope=AWS')
  })

  it('lists in pages, refuses doubles and bad documents, and names what it does not do', async () => {
    const listing = awsClients({ origin, account: '333300000005' }).iam
    const names = ['one', 'two', 'three', 'four', 'five']
    const create = (RoleName: string, document = trust('a.amazonaws.com')) =>
      listing.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }))
    for (const name of names) await create(name)
    const listed: string[] = []
    let Marker: string | undefined
    do {
      const page = await listing.send(new ListRolesCommand({ MaxItems: 2, Marker }))
      listed.push(...(page.Roles ?? []).map((role) => role.RoleName ?? ''))
      Marker = page.IsTruncated ? page.Marker : undefined
    } while (Marker)
    expect(listed.sort()).toEqual([...names].sort())
    expect(await refusalOf(create('one'))).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 })
    expect((await refusalOf(create('bad', '{not json'))).name).toBe('MalformedPolicyDocumentException')
    const refusal = await refusalOf(listing.send(new CreateUserCommand({ UserName: 'x' })))
    expect(refusal.status).toBe(400)
    expect(refusal.message).toContain('CreateUser')
  })
})

describe('STS', () => {
  it('knows the account of a key that is one, and the default account of any other', async () => {
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
      UserId: ACCOUNT,
    })
    const anybody = awsClients({ origin, account: 'test' }).sts
    expect((await anybody.send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000')
  })

  it('assumes a role with keys of its own, in the role’s account and under its name', async () => {
    const assume = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-deploy-role`,
      RoleSessionName: 'aws-cdk-me',
      DurationSeconds: 900,
    })
    const [{ AssumedRoleUser, Credentials }, again] = await Promise.all([sts.send(assume), sts.send(assume)])
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/cdk-hnb659fds-deploy-role/aws-cdk-me`
    expect(AssumedRoleUser).toMatchObject({ Arn: arn, AssumedRoleId: expect.stringMatching(/^AROA.*:aws-cdk-me$/) })
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/)
    expect(Credentials?.AccessKeyId).not.toBe(again.Credentials?.AccessKeyId)
    const lifetime = ((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000
    expect(lifetime).toBeGreaterThan(800)
    expect(lifetime).toBeLessThanOrEqual(901)
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    }
    const assumed = awsClients({ origin, credentials }).sts
    expect(await assumed.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT, Arn: arn })
    const session = await sts.send(new GetSessionTokenCommand({}))
    expect(session.Credentials?.AccessKeyId).toMatch(/^ASIA/)
  })

  it('checks session tags, and says how much room policies and tags take', async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/x`
    const Tags = [{ Key: 'a', Value: 'b' }]
    const tagged = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', Tags, TransitiveTagKeys: ['c'] })
    expect(await refusalOf(sts.send(tagged))).toEqual({
      name: 'InvalidParameterValue',
      message: 'The specified transitive tag key must be included in the requested tags.',
      status: 400,
    })
    expect(await sts.send(new GetFederationTokenCommand({ Name: 'me' }))).toMatchObject({ PackedPolicySize: 0 })
  })

  it('refuses a bad name and a session too long, in AWS’s words, and names what it does not do', async () => {
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/x`
    const bad = await refusalOf(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'a b' })))
    expect(bad).toMatchObject({ name: 'ValidationError', status: 400 })
    expect(bad.message).toContain("Value 'a b' at 'roleSessionName' failed to satisfy constraint")
    const input = { RoleArn, RoleSessionName: 'x', DurationSeconds: 100_000 }
    expect((await refusalOf(sts.send(new AssumeRoleCommand(input)))).message).toContain('durationSeconds')
    const web = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'x', WebIdentityToken: 'token' })
    expect((await refusalOf(sts.send(web))).message).toContain('AssumeRoleWithWebIdentity')
  })
})
