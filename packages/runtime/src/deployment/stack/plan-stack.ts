import type { Change, DescribeChangeSetOutput, Stack } from '../../generated/cloudformation.ts'
import { ignoring } from '../../kernel/errors.ts'
import type { Call } from '../../kernel/operation.ts'
import type { ChangedProperty, PlannedChange } from '../events.ts'
import { DeploymentFailure } from '../failure.ts'
import type { Undertaking } from '../ports.ts'
import { labelOf, type StackSource } from './stack-source.ts'

const CHANGE_SET = 'sallyport'
const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']
/** Of a template that is sent with a request (documented: CloudFormation quotas). */
const MAX_BODY_BYTES = 51_200
/** CloudFormation's words for a change set without changes. */
const WITHOUT_CHANGES = /didn't contain changes|No updates are to be performed/

/** A change set that can be executed. */
export interface StackPlan {
  readonly stackId: string
  readonly changes: readonly PlannedChange[]
  /** Carries it out; resolves when that has begun. */
  execute(): Promise<void>
  /** Leaves everything as it was. */
  discard(): Promise<void>
}

/** What it takes to make the stack what it is to be; undefined where it is that already. */
export async function planStack(
  source: StackSource,
  current: Stack | undefined,
  { ports }: Undertaking,
): Promise<StackPlan | undefined> {
  const { stackName: StackName, place } = source
  const call = ports.operationsIn(place)
  const isNew = current === undefined || current.StackStatus === 'REVIEW_IN_PROGRESS'
  const named = { StackName, ChangeSetName: CHANGE_SET }
  if (current) await ignoring('ChangeSetNotFound', call('cloudformation', 'DeleteChangeSet', named))
  const made = await call('cloudformation', 'CreateChangeSet', {
    ...named,
    ChangeSetType: isNew ? 'CREATE' : 'UPDATE',
    ...templateOf(source),
    Parameters: await parametersOf(source, isNew ? undefined : current, call),
    Capabilities: CAPABILITIES,
    ...(source.notificationArns === undefined ? {} : { NotificationARNs: source.notificationArns }),
    ...(source.roleArn === undefined ? {} : { RoleARN: source.roleArn }),
    ...(source.tags === undefined ? {} : { Tags: Object.entries(source.tags).map(([Key, Value]) => ({ Key, Value })) }),
  })
  const stackId = made.StackId ?? StackName
  const discard = async () => {
    await call('cloudformation', 'DeleteChangeSet', named)
    if (isNew) await call('cloudformation', 'DeleteStack', { StackName: stackId })
  }
  const described = await describe(call, named)
  if (described.status === 'FAILED') {
    await discard()
    if (WITHOUT_CHANGES.test(described.reason) && !isNew) return undefined
    throw new DeploymentFailure(described.reason, { stack: labelOf(source) })
  }
  return {
    stackId,
    changes: described.changes.map((change) => toPlanned(change, source)),
    async execute() {
      await call('cloudformation', 'ExecuteChangeSet', named)
    },
    discard,
  }
}

function templateOf({ template, templateUrl }: StackSource) {
  const isLong = Buffer.byteLength(template) > MAX_BODY_BYTES
  return isLong && templateUrl !== undefined ? { TemplateURL: templateUrl } : { TemplateBody: template }
}

/** Those that are given; for the others what the stack has, and then the template's default. */
async function parametersOf(source: StackSource, current: Stack | undefined, call: Call) {
  const given = Object.entries(source.parameters ?? {})
  const values = given.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  const had = new Set(current?.Parameters?.map(({ ParameterKey }) => ParameterKey))
  if (had.size === 0) return values
  const { Parameters = [] } = await call('cloudformation', 'GetTemplateSummary', templateOf(source))
  const kept = Parameters.flatMap(({ ParameterKey = '' }) =>
    had.has(ParameterKey) && source.parameters?.[ParameterKey] === undefined
      ? [{ ParameterKey, UsePreviousValue: true }]
      : [],
  )
  return [...values, ...kept]
}

async function describe(call: Call, named: { readonly StackName: string; readonly ChangeSetName: string }) {
  const changes: Change[] = []
  let page: DescribeChangeSetOutput
  let NextToken: string | undefined
  do {
    page = await call('cloudformation', 'DescribeChangeSet', {
      ...named,
      IncludePropertyValues: true,
      ...(NextToken === undefined ? {} : { NextToken }),
    })
    changes.push(...(page.Changes ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return { status: page.Status ?? '', reason: page.StatusReason ?? '', changes }
}

function toPlanned({ ResourceChange = {} }: Change, { paths }: StackSource): PlannedChange {
  const {
    Action = '',
    LogicalResourceId: logicalId = '',
    ResourceType = '',
    Replacement,
    Details = [],
  } = ResourceChange
  const path = paths?.get(logicalId)
  return {
    action: Action as PlannedChange['action'],
    logicalId,
    ...(path === undefined ? {} : { path }),
    resourceType: ResourceType,
    ...(Replacement === undefined ? {} : { replacement: Replacement as NonNullable<PlannedChange['replacement']> }),
    details: Details.map(({ Target = {} }): ChangedProperty => {
      const { Attribute = '', Name, BeforeValue, AfterValue, RequiresRecreation = 'Never' } = Target
      return {
        name: Name === undefined ? Attribute : `${Attribute}.${Name}`,
        ...(BeforeValue === undefined ? {} : { before: BeforeValue }),
        ...(AfterValue === undefined ? {} : { after: AfterValue }),
        replaces: RequiresRecreation as ChangedProperty['replaces'],
      }
    }),
  }
}
