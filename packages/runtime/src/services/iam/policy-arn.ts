import { parseArn } from '../../kernel/arn.ts'

/** Policies that AWS itself publishes: `arn:aws:iam::aws:policy/ReadOnlyAccess`. */
export function isAwsManagedPolicy(arn: string): boolean {
  return /^arn:aws[a-z-]*:iam::aws:policy\/.+$/.test(arn)
}

export function isPolicyArn(arn: string): boolean {
  const parsed = parseArn(arn)
  return parsed?.service === 'iam' && parsed.resource.startsWith('policy/')
}

export function policyNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** `/service-role/` of `arn:aws:iam::aws:policy/service-role/…`. */
export function policyPathOf(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1)
}
