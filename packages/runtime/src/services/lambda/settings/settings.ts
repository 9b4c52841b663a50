import type {
  CreateFunctionRequest,
  DeadLetterConfig,
  UpdateFunctionConfigurationRequest,
  VpcConfig,
} from '../../../generated/lambda.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { invalidParameter } from '../errors.ts'
import type { VersionSettings } from '../records.ts'
import { loggingOf } from './logging.ts'
import { checkRuntime } from './runtimes.ts'
import { checkVariables } from './variables.ts'

type Asked = CreateFunctionRequest | Omit<UpdateFunctionConfigurationRequest, 'RevisionId'>

/** What a function would need that is not on this machine, by the name that a refusal gives it. */
const LEFT_OUT: readonly (readonly [keyof CreateFunctionRequest, string])[] = [
  ['AcceleratorConfig', 'A function with an accelerator (AcceleratorConfig)'],
  ['CapacityProviderConfig', 'A function on a capacity provider (CapacityProviderConfig)'],
  ['CodeSigningConfigArn', 'Code signing (CodeSigningConfigArn)'],
  ['DurableConfig', 'A durable function (DurableConfig)'],
  ['ImageConfig', 'A function from a container image (ImageConfig)'],
  ['PublishTo', 'Publishing to $LATEST.PUBLISHED (PublishTo)'],
  ['RuntimeConfig', 'A runtime of its own (RuntimeConfig)'],
  ['TenancyConfig', 'Tenant isolation (TenancyConfig)'],
]

/** Refuses by name what is not emulated, and in AWS's words what AWS does not take either. */
export function checkSettings(asked: Asked): void {
  for (const [member, feature] of LEFT_OUT) {
    if ((asked as CreateFunctionRequest)[member] !== undefined) throw notEmulated(feature)
  }
  if (asked.FileSystemConfigs?.length) throw notEmulated('A file system on a function (FileSystemConfigs)')
  checkRuntime(asked.Runtime)
  checkVariables(asked.Environment?.Variables)
}

/** For a zip archive both are needed (wording inferred from the recorded one for both). */
export function checkZipFunction(input: CreateFunctionRequest): void {
  if (input.PackageType === 'Image' || input.Code.ImageUri !== undefined) {
    throw notEmulated('A function from a container image (PackageType Image)')
  }
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  }
}

/** The settings of a new function, with AWS's defaults (recorded). */
export function newSettings(name: string, input: CreateFunctionRequest): VersionSettings {
  return {
    Runtime: input.Runtime,
    Role: input.Role,
    Handler: input.Handler,
    Description: input.Description ?? '',
    Timeout: input.Timeout ?? 3,
    MemorySize: input.MemorySize ?? 128,
    VpcConfig: input.VpcConfig,
    DeadLetterConfig: queueOf(input.DeadLetterConfig),
    KMSKeyArn: input.KMSKeyArn,
    TracingConfig: { Mode: input.TracingConfig?.Mode ?? 'PassThrough' },
    Architectures: input.Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: input.EphemeralStorage?.Size ?? 512 },
    SnapStart: { ApplyOn: input.SnapStart?.ApplyOn ?? 'None' },
    LoggingConfig: loggingOf(name, input.LoggingConfig, undefined),
  }
}

/** What a change leaves out stays. Maps and lists are replaced as wholes (recorded). */
export function changedSettings(
  name: string,
  before: VersionSettings,
  asked: UpdateFunctionConfigurationRequest,
): VersionSettings {
  const { DeadLetterConfig, LoggingConfig, VpcConfig } = asked
  return {
    ...before,
    Runtime: asked.Runtime ?? before.Runtime,
    Role: asked.Role ?? before.Role,
    Handler: asked.Handler ?? before.Handler,
    Description: asked.Description ?? before.Description,
    Timeout: asked.Timeout ?? before.Timeout,
    MemorySize: asked.MemorySize ?? before.MemorySize,
    VpcConfig: VpcConfig ? detachedOr(VpcConfig) : before.VpcConfig,
    DeadLetterConfig: DeadLetterConfig ? queueOf(DeadLetterConfig) : before.DeadLetterConfig,
    KMSKeyArn: asked.KMSKeyArn ?? before.KMSKeyArn,
    TracingConfig: asked.TracingConfig ? { Mode: asked.TracingConfig.Mode ?? 'PassThrough' } : before.TracingConfig,
    EphemeralStorage: asked.EphemeralStorage ?? before.EphemeralStorage,
    SnapStart: asked.SnapStart ? { ApplyOn: asked.SnapStart.ApplyOn ?? 'None' } : before.SnapStart,
    LoggingConfig: LoggingConfig ? loggingOf(name, LoggingConfig, before.LoggingConfig) : before.LoggingConfig,
  }
}

/** Recorded: empty lists stay to be seen. */
function detachedOr(asked: VpcConfig): VpcConfig {
  return { SubnetIds: [], SecurityGroupIds: [], ...asked }
}

function queueOf(asked: DeadLetterConfig | undefined): DeadLetterConfig | undefined {
  return asked?.TargetArn ? asked : undefined
}
