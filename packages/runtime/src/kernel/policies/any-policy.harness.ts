import fc from 'fast-check'
import type { JsonValue } from '../json.ts'

/** Whatever may be said to be a policy, for tests of those who read policies. */

export const INVOKED = 'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets/1'

export const POLICY_TEXT = fc.oneof(
  fc.constantFrom('*', 'Allow', 'Deny', 'execute-api:*', 'execute-api:Invoke', INVOKED, '2012-10-17', '', 'true'),
  fc
    .array(
      fc.constantFrom('*', '?', '$', '{', '}', 'aws:username', ',', "'", ' ', ':', '/', 'arn', '192.0.2.7/', '33'),
      {
        maxLength: 20,
      },
    )
    .map((pieces) => pieces.join('')),
)
const name = fc.constantFrom(
  ...['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal'],
  ...['NotPrincipal', 'Condition', 'AWS', 'Service', 'StringLike', 'ForAllValues:StringEquals', 'IpAddress', 'Null'],
  ...['NumericLessThanIfExists', 'DateGreaterThan', 'ArnLike', 'Bool', 'aws:SourceIp', 'aws:TagKeys', '__proto__'],
)
/** JSON of the words that policies are made of, in no order. */
export const anyDocument = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    POLICY_TEXT,
    fc.constantFrom(null, true, 0, -1, 1e308),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  ),
})).value

const operator = fc
  .tuple(
    fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(
      ...['StringEquals', 'StringNotLike', 'NumericLessThan', 'DateNotEquals', 'Bool', 'BinaryEquals', 'IpAddress'],
      ...['NotIpAddress', 'ArnLike', 'ArnNotEquals', 'Null', 'Nothing'],
    ),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''))
const conditionValue = fc.oneof(
  POLICY_TEXT,
  fc.constantFrom('192.0.2.0/24', '127.0.0.1', '::ffff:127.0.0.1', '::/0', '1.2.3.4/33', '2026-01-01', '1e3', 1, false),
)
const condition = fc.dictionary(
  operator,
  fc.dictionary(
    fc.constantFrom('aws:SourceIp', 'aws:sourceip', 'aws:UserAgent', 'aws:CurrentTime', 'aws:EpochTime', 'aws:None'),
    fc.oneof(conditionValue, fc.array(conditionValue, { maxLength: 200 })),
    { maxKeys: 3 },
  ),
  { maxKeys: 3 },
)
const mostly = (usual: JsonValue) => fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, anyDocument)
/** Statements that may well count, and those of which nothing is right. */
export const anyStatement = fc.record(
  {
    Effect: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('Allow', 'Deny', 'allow') }, anyDocument),
    Action: mostly('execute-api:Invoke'),
    Resource: mostly('*'),
    Principal: mostly('*'),
    Condition: fc.oneof({ weight: 5, arbitrary: condition }, anyDocument),
    Sid: anyDocument,
  },
  { requiredKeys: ['Effect', 'Action', 'Resource', 'Principal'] },
)

export const anyPolicy = fc.oneof(
  anyDocument,
  fc.record({
    Version: fc.oneof(fc.constant('2012-10-17'), POLICY_TEXT),
    Statement: fc.array(anyStatement, { maxLength: 5 }),
  }),
  fc.record({ Statement: anyStatement }),
) as fc.Arbitrary<JsonValue>
