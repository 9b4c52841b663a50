import { type Policy, readPolicy } from '../../kernel/policies/policy.ts'

const allow = (statement: Readonly<Record<string, string | string[]>>): Policy =>
  readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })

/**
 * What AWS's own policies say of calls of APIs and function URLs (documented: managed policy reference). All others are taken
 * to say nothing of them.
 */
const SPEAK_OF_CALLS: Readonly<Record<string, Policy>> = {
  AdministratorAccess: allow({ Action: '*', Resource: '*' }),
  AmazonAPIGatewayInvokeFullAccess: allow({
    Action: ['execute-api:Invoke', 'execute-api:ManageConnections'],
    Resource: 'arn:aws:execute-api:*:*:*',
  }),
  AWSLambda_FullAccess: allow({ Action: 'lambda:*', Resource: '*' }),
  PowerUserAccess: allow({ NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
}

export function awsManagedPolicy(name: string): Policy | undefined {
  return Object.hasOwn(SPEAK_OF_CALLS, name) ? SPEAK_OF_CALLS[name] : undefined
}
