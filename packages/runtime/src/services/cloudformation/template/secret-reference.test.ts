import { describe, expect, it } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import type { Call } from '../../../kernel/operation.ts'
import { ResolutionBudget } from './budget.ts'
import { resolveDynamicReferences, unknownReferencesIn } from './dynamic-references.ts'
import { readSecretReference } from './secret-reference.ts'

const ARN = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf'

it.each([
  ['db', { secretId: 'db', jsonKey: '', stage: undefined, versionId: undefined }],
  ['db:SecretString', { secretId: 'db', jsonKey: '', stage: undefined, versionId: undefined }],
  ['db:SecretString:password', { secretId: 'db', jsonKey: 'password', stage: undefined, versionId: undefined }],
  [`${ARN}:SecretString:password::`, { secretId: ARN, jsonKey: 'password', stage: undefined, versionId: undefined }],
  ['db:SecretString:p:AWSPREVIOUS', { secretId: 'db', jsonKey: 'p', stage: 'AWSPREVIOUS', versionId: undefined }],
  ['db:SecretString:::v1', { secretId: 'db', jsonKey: '', stage: undefined, versionId: 'v1' }],
])('reads %s', (text, expected) => {
  expect(readSecretReference(text)).toEqual(expected)
})

it.each(['', 'db:SecretBinary', 'db:SecretString:k:STAGE:version', 'db:SecretString:k:::more'])(
  'refuses %j',
  (text) => {
    expect(() => readSecretReference(text)).toThrow('Incorrect format')
  },
)

describe('a reference in properties', () => {
  const call = (async (service: string, operation: string, input: { SecretId: string; VersionStage?: string }) => {
    expect([service, operation]).toEqual(['secretsmanager', 'GetSecretValue'])
    if (input.SecretId !== 'db') throw new AwsError('ResourceNotFoundException', 'no such secret')
    return { SecretString: input.VersionStage ? 'former' : '{"password":"s3cret","port":5432}' }
  }) as unknown as Call
  const resolved = async (text: string) =>
    (await resolveDynamicReferences({ Value: text }, call, new ResolutionBudget())).Value

  it('is replaced by the secret, one member of it, or a former version', async () => {
    expect(await resolved('{{resolve:secretsmanager:db:SecretString:password}}')).toBe('s3cret')
    expect(await resolved('port={{resolve:secretsmanager:db:SecretString:port}}!')).toBe('port=5432!')
    expect(await resolved('{{resolve:secretsmanager:db:SecretString::AWSPREVIOUS}}')).toBe('former')
    expect(await resolved('{{resolve:secretsmanager:db}}')).toBe('{"password":"s3cret","port":5432}')
  })

  it('fails where there is no such secret, member or JSON', async () => {
    await expect(resolved('{{resolve:secretsmanager:other}}')).rejects.toThrow('no such secret')
    await expect(resolved('{{resolve:secretsmanager:db:SecretString:none}}')).rejects.toThrow('JSONKey')
    const former = resolved('{{resolve:secretsmanager:db:SecretString:k:AWSPREVIOUS}}')
    await expect(former).rejects.toThrow('Could not parse SecretString JSON')
  })

  it('is known up front, and one to a secure parameter is not', () => {
    expect(unknownReferencesIn({ A: '{{resolve:secretsmanager:db}}', B: { 'Fn::Sub': '{{resolve:ssm:/p}}' } })).toEqual(
      [],
    )
    expect(unknownReferencesIn({ A: ['{{resolve:ssm-secure:/p:1}}'] })).toEqual(['ssm-secure'])
  })
})
