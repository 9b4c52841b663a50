import * as cdk from 'aws-cdk-lib'
import type { Construct } from 'constructs'

// Documented: CreateUserPoolDomain, Domain, and the guide's page on prefix domains for the reserved words.
const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const RESERVED = ['aws', 'amazon', 'cognito']

/** What is wrong with a prefix, if it is known yet. */
export function checkDomainPrefix(prefix: string): string | undefined {
  if (cdk.Token.isUnresolved(prefix)) return undefined
  if (!PREFIX.test(prefix)) return 'it takes 1 to 63 lower-case letters, digits and hyphens, with no hyphen at its ends'
  const word = RESERVED.find((reserved) => prefix.includes(reserved))
  return word && `Cognito refuses the word '${word}' in it`
}

/** Unlike names made of paths, the id of a stack is not the same in two accounts. */
export function uniqueDomainPrefix(scope: Construct): string {
  const uuid = cdk.Fn.select(2, cdk.Fn.split('/', cdk.Stack.of(scope).stackId))
  return `m2m-${cdk.Fn.select(0, cdk.Fn.split('-', uuid))}`
}
