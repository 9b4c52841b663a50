import type { JsonValue } from '../../../kernel/json.ts'
import { type Place, partitionOf, urlSuffixOf } from '../../../kernel/place.ts'
import type { Resolved } from './scope.ts'

export interface PseudoSource {
  readonly place: Place
  readonly stackId: string
  readonly stackName: string
  readonly notificationArns: readonly string[]
}

export const PSEUDO_PARAMETERS: Readonly<Record<string, (source: PseudoSource) => Resolved>> = {
  'AWS::AccountId': ({ place }) => place.account,
  'AWS::NoValue': () => undefined,
  'AWS::NotificationARNs': ({ notificationArns }): JsonValue => notificationArns,
  'AWS::Partition': ({ place }) => partitionOf(place.region),
  'AWS::Region': ({ place }) => place.region,
  'AWS::StackId': ({ stackId }) => stackId,
  'AWS::StackName': ({ stackName }) => stackName,
  'AWS::URLSuffix': ({ place }) => urlSuffixOf(place.region),
}

export function isPseudoParameter(name: string): boolean {
  return Object.hasOwn(PSEUDO_PARAMETERS, name)
}
