import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IamApi } from '../../generated/iam.ts'
import { callContext, HOME } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { Facts, type PolicyRequest } from '../../kernel/policies/facts.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Signer } from '../../kernel/signatures.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createIamService, type IamService } from './index.ts'

let store: Store
let iam: IamService

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  iam = createIamService({ clock: manualClock(Date.UTC(2030, 0, 1)), random: systemRandom, store })
  await call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Tags: [{ Key: 'team', Value: 'blue' }] })
})
afterEach(() => store.close())

const call = <O extends keyof IamApi & string>(name: O, input: InputOf<'iam', O>) =>
  callContext(store, iam, { place: HOME }).call('iam', name, input)

const RoleName = 'caller'
const PETS = 'arn:aws:execute-api:eu-west-1:111111111111:abc/prod/GET/pets'
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
})
const ALLOWED = { decision: 'allow', by: 'identity-based policy' }

const documentOf = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const statement = (Effect: string, Resource: string, more: object = {}) => ({
  Effect,
  Action: 'execute-api:Invoke',
  Resource,
  ...more,
})
const allow = (resource = '*', more: object = {}) => documentOf(statement('Allow', resource, more))
const deny = (resource = '*') => documentOf(statement('Deny', resource))

const inline = (PolicyDocument: string, PolicyName = 'p') =>
  call('PutRolePolicy', { RoleName, PolicyName, PolicyDocument })
const attach = (PolicyArn: string) => call('AttachRolePolicy', { RoleName, PolicyArn })
async function managed(PolicyDocument: string, PolicyName = 'm'): Promise<string> {
  return (await call('CreatePolicy', { PolicyName, PolicyDocument })).Policy?.Arn ?? ''
}

function judged(session: Signer['session'] = {}, resource = PETS, of = `assumed-role/${RoleName}/me`) {
  const signer: Signer = {
    accessKeyId: 'ASIA',
    account: HOME.account,
    arn: `arn:aws:${of === 'root' ? 'iam' : 'sts'}::${HOME.account}:${of}`,
    userId: 'AROA:me',
    session,
  }
  const request: PolicyRequest = { action: 'execute-api:Invoke', resource, facts: new Facts({ 'aws:SourceIp': '::1' }) }
  return iam.judgeIdentity(signer, request)
}

describe('a role', () => {
  it('may nothing that no policy of it allows', async () => {
    expect(await judged()).toEqual({ decision: 'none', by: 'identity-based policy' })
    await inline(allow('arn:aws:execute-api:eu-west-1:111111111111:abc/prod/POST/*'))
    expect(await judged()).toEqual({ decision: 'none', by: 'identity-based policy' })
  })

  it('may what one of its policies allows, inline or attached', async () => {
    await inline(allow('arn:aws:execute-api:*:*:abc/*/GET/*'))
    expect(await judged()).toEqual(ALLOWED)
    await call('DeleteRolePolicy', { RoleName, PolicyName: 'p' })
    expect(await judged()).toMatchObject({ decision: 'none' })
    await attach(await managed(allow(PETS)))
    expect(await judged()).toEqual(ALLOWED)
  })

  it('may what the version of an attached policy allows that is its default', async () => {
    const PolicyArn = await managed(allow(PETS))
    await attach(PolicyArn)
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: deny(), SetAsDefault: true })
    expect(await judged()).toEqual({ decision: 'deny', by: 'identity-based policy' })
    await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' })
    expect(await judged()).toEqual(ALLOWED)
  })

  it.each(['AdministratorAccess', 'AmazonAPIGatewayInvokeFullAccess', 'PowerUserAccess'])(
    'may call with %s of AWS',
    async (name) => {
      await attach(`arn:aws:iam::aws:policy/${name}`)
      expect(await judged()).toEqual(ALLOWED)
    },
  )

  it('may not with a policy of AWS that speaks of something else', async () => {
    await attach('arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole')
    expect(await judged()).toMatchObject({ decision: 'none' })
  })

  it('may nothing that one of them denies, whatever the others allow', async () => {
    await inline(allow())
    await attach(await managed(deny(PETS)))
    expect(await judged()).toEqual({ decision: 'deny', by: 'identity-based policy' })
    expect(await judged({}, PETS.replace('GET', 'POST'))).toEqual(ALLOWED)
  })

  it('is held to conditions, its own tags and those of its session', async () => {
    await inline(allow('*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } }))
    expect(await judged()).toEqual(ALLOWED)
    expect(await judged({ tags: { team: 'red' } })).toMatchObject({ decision: 'none' })
  })

  it('is bounded', async () => {
    await inline(allow())
    const PermissionsBoundary = await managed(allow('arn:aws:execute-api:*:*:other/*'))
    await call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })
    expect(await judged()).toEqual({ decision: 'none', by: 'permissions boundary' })
    await call('DeleteRolePermissionsBoundary', { RoleName })
    expect(await judged()).toEqual(ALLOWED)
  })

  it('is the same however its name is written', async () => {
    expect(await judged({}, PETS, 'assumed-role/CALLER/me')).toMatchObject({ decision: 'none' })
  })
})

describe('a session', () => {
  it('may no more than what it was begun with', async () => {
    await inline(allow())
    expect(await judged({ policy: allow('arn:aws:execute-api:*:*:other/*') })).toEqual({
      decision: 'none',
      by: 'session policy',
    })
    expect(await judged({ policy: deny() })).toEqual({ decision: 'deny', by: 'session policy' })
    expect(await judged({ policyArns: [await managed(allow(PETS))] })).toEqual(ALLOWED)
    expect(await judged({ policyArns: ['arn:aws:iam::111111111111:policy/gone'] })).toMatchObject({ decision: 'none' })
  })

  it('may no more than its role', async () => {
    expect(await judged({ policy: allow() })).toEqual({ decision: 'none', by: 'identity-based policy' })
  })

  it('of a federated user may what it was given, and else nothing', async () => {
    expect(await judged({}, PETS, 'federated-user/ann')).toEqual({ decision: 'none', by: 'session policy' })
    expect(await judged({ policy: allow(PETS) }, PETS, 'federated-user/ann')).toEqual(ALLOWED)
  })
})

it('lets the root do everything, and roles that nobody has created here', async () => {
  expect(await judged({}, PETS, 'root')).toEqual(ALLOWED)
  expect(await judged({}, PETS, 'assumed-role/elsewhere/me')).toEqual(ALLOWED)
})

it('takes what cannot be read for silence', async () => {
  await inline(allow('*', { Condition: 'never' }))
  expect(await judged()).toMatchObject({ decision: 'none' })
})
