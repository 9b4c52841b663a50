import { createHash } from 'node:crypto'
import type { AliasConfiguration, FunctionConfiguration, VpcConfig, VpcConfigResponse } from '../../generated/lambda.ts'
import type { Place } from '../../kernel/place.ts'
import { partitionOf } from '../../kernel/place.ts'
import type { Vault } from '../../kernel/vault.ts'
import { functionArn } from './names.ts'
import type { AliasRecord, VersionRecord } from './records.ts'

/**
 * What clients wait for is over when they look, so these are states of answers, never of records: `created` and
 * `updated` are shown by the call that did it, `listed` leaves out what lists do (recorded).
 */
export type ShownState = 'created' | 'updated' | 'ready' | 'listed'

export function versionToWire(
  place: Place,
  name: string,
  record: VersionRecord,
  vault: Vault,
  { state = 'ready', qualifier }: { readonly state?: ShownState; readonly qualifier?: string | undefined } = {},
): FunctionConfiguration {
  const { settings, code } = record
  return {
    ...settings,
    FunctionName: name,
    FunctionArn: functionArn(place, name, qualifier),
    CodeSize: code.size,
    CodeSha256: code.sha256,
    LastModified: isoTime(record.modifiedAt),
    Version: record.version,
    RevisionId: record.revisionId,
    PackageType: 'Zip',
    VpcConfig: settings.VpcConfig && vpcToWire(settings.VpcConfig),
    Environment: record.variables && { Variables: JSON.parse(vault.open(record.variables)) },
    Layers: record.layers.length
      ? record.layers.map(({ arn, code: layer }) => ({ Arn: arn, CodeSize: layer?.size ?? 0 }))
      : undefined,
    SnapStart: { ApplyOn: settings.SnapStart?.ApplyOn, OptimizationStatus: 'Off' },
    RuntimeVersionConfig:
      state === 'listed' ? undefined : { RuntimeVersionArn: runtimeVersionArn(place, settings.Runtime ?? '') },
    ...STATES[state],
  }
}

const CREATING = 'The function is being created.'

const STATES: Readonly<Record<ShownState, Partial<FunctionConfiguration>>> = {
  created: { State: 'Pending', StateReason: CREATING, StateReasonCode: 'Creating' },
  updated: {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: CREATING,
    LastUpdateStatusReasonCode: 'Creating',
  },
  ready: { State: 'Active', LastUpdateStatus: 'Successful' },
  listed: {},
}

/** `2025-11-25T02:26:54.123+0000`. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000')
}

/** There is no network here: which one the subnets are in is made up, and always the same. */
function vpcToWire({ SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack = false }: VpcConfig) {
  const VpcId = SubnetIds.length ? `vpc-${hexOf(SubnetIds.join()).slice(0, 17)}` : ''
  return { SubnetIds, SecurityGroupIds, VpcId, Ipv6AllowedForDualStack } satisfies VpcConfigResponse
}

/** Made up of the runtime's name: AWS gives one for each patch of it. */
function runtimeVersionArn({ region }: Place, runtime: string): string {
  return `arn:${partitionOf(region)}:lambda:${region}::runtime:${hexOf(runtime)}`
}

function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function aliasToWire(place: Place, functionName: string, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: functionArn(place, functionName, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.Description ?? '',
    RoutingConfig: alias.weights && { AdditionalVersionWeights: alias.weights },
    RevisionId: alias.revisionId,
  }
}
