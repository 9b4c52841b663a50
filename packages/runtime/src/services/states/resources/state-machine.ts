import type { StepFunctionsStateMachine } from '../../../generated/resource-properties.ts'
import type { LoggingConfiguration, Tag } from '../../../generated/states.ts'
import { AwsError, ignoring, refusedBy } from '../../../kernel/errors.ts'
import { instantType } from '../../../kernel/instant-type.ts'
import { type JsonObject, jsonText } from '../../../kernel/json.ts'
import { outlineOf } from '../../../kernel/outline.ts'
import { own } from '../../../kernel/own.ts'
import type { ResourceRequest } from '../../../kernel/resource-type.ts'
import { readDefinition } from '../definition/read-definition.ts'

/** `AWS::StepFunctions::StateMachine`. Logs of executions are not written, and nothing is traced. */
export const stateMachineType = instantType({
  type: 'AWS::StepFunctions::StateMachine',
  nameProperty: 'StateMachineName',
  properties: {
    Definition: 'emulated',
    DefinitionString: 'emulated',
    DefinitionSubstitutions: 'emulated',
    EncryptionConfiguration: 'recorded',
    LoggingConfiguration: 'recorded',
    RoleArn: 'recorded',
    StateMachineName: 'emulated',
    StateMachineType: 'emulated',
    Tags: 'emulated',
    TracingConfiguration: 'recorded',
  },
  refusals: (p) => refusedBy(() => checkOutline(p)),

  async create(p, request) {
    const { stateMachineArn } = await request.call('states', 'CreateStateMachine', {
      name: p.StateMachineName ?? request.generateName({ maxLength: 80 }),
      type: p.StateMachineType,
      ...contents(p),
      tags: tagList(p),
    })
    return instanceOf(stateMachineArn, request)
  },

  async update(p, previous, request) {
    const { physicalId: stateMachineArn } = previous
    await request.call('states', 'UpdateStateMachine', { stateMachineArn, ...contents(p) })
    const tags = tagList(p)
    const kept = new Set(tags.map(({ key }) => key))
    const tagKeys = tagList(previous.properties).flatMap(({ key = '' }) => (kept.has(key) ? [] : [key]))
    if (tagKeys.length > 0) await request.call('states', 'UntagResource', { resourceArn: stateMachineArn, tagKeys })
    if (tags.length > 0) await request.call('states', 'TagResource', { resourceArn: stateMachineArn, tags })
    return instanceOf(stateMachineArn, request)
  },

  async remove({ physicalId: stateMachineArn }, { call }) {
    await ignoring('StateMachineDoesNotExist', call('states', 'DeleteStateMachine', { stateMachineArn }))
  },
})

/** What a task refers to by a function of the template is a function, or is judged when the state machine is made. */
const SOME_FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f'

function checkOutline(properties: JsonObject): void {
  const outline = outlineOf(properties, SOME_FUNCTION) as StepFunctionsStateMachine
  readDefinition(definitionOf(outline))
}

async function instanceOf(stateMachineArn: string, { call }: ResourceRequest) {
  const { name, revisionId } = await call('states', 'DescribeStateMachine', { stateMachineArn })
  return {
    physicalId: stateMachineArn,
    // Documented for the API: INITIAL stands for the revision that has no id yet. That GetAtt gives it is inferred.
    attributes: { Arn: stateMachineArn, Name: name, StateMachineRevisionId: revisionId ?? 'INITIAL' },
  }
}

function contents(p: StepFunctionsStateMachine) {
  return {
    definition: definitionOf(p),
    roleArn: p.RoleArn,
    // What a template does not say any more is as it was at first.
    loggingConfiguration: loggingOf(p) ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: p.TracingConfiguration?.Enabled ?? false },
    encryptionConfiguration: {
      type: p.EncryptionConfiguration?.Type ?? 'AWS_OWNED_KEY',
      kmsKeyId: p.EncryptionConfiguration?.KmsKeyId,
      kmsDataKeyReusePeriodSeconds: p.EncryptionConfiguration?.KmsDataKeyReusePeriodSeconds,
    },
  }
}

/** Documented: `${name}` stands for a substitution. One that is not given stays as it is. */
function definitionOf({ Definition, DefinitionString, DefinitionSubstitutions = {} }: StepFunctionsStateMachine) {
  const text = DefinitionString ?? jsonText(Definition)
  // Text inferred.
  if (text === undefined) {
    throw new AwsError('ValidationException', 'Either Definition, DefinitionString or DefinitionS3Location is required')
  }
  return substituted(text, DefinitionSubstitutions)
}

function substituted(text: string, substitutions: Readonly<Record<string, unknown>>): string {
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => String(own(substitutions, name) ?? whole))
}

function loggingOf({ LoggingConfiguration: l }: StepFunctionsStateMachine): LoggingConfiguration | undefined {
  return (
    l && {
      level: l.Level,
      includeExecutionData: l.IncludeExecutionData,
      destinations: l.Destinations?.map(({ CloudWatchLogsLogGroup: group }) => ({
        cloudWatchLogsLogGroup: group && { logGroupArn: group.LogGroupArn },
      })),
    }
  )
}

function tagList({ Tags = [] }: StepFunctionsStateMachine): Tag[] {
  return Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
}
