import { isAwsError } from '../../../kernel/errors.ts'
import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Act, ResourceWait, WaitingType } from '../../../kernel/resource-type.ts'
import { deleteAllUnder, deployFiles, isOwnedByAnother, versionIdsOf } from '../bucket-deployment/deploy-files.ts'
import { type Deployment, readDeployment } from '../bucket-deployment/read-deployment.ts'
import { inTexts } from '../custom-resources/request-document.ts'
import { ProvisioningError } from '../errors.ts'

export const BUCKET_DEPLOYMENT_TYPE = 'Custom::CDKBucketDeployment'

type Ticket = {
  readonly act: Act['kind']
  readonly requestId: string
  readonly physicalId: string
  readonly properties: JsonObject
  readonly old: JsonObject | null
}

/**
 * The CDK's `BucketDeployment`. Its handler calls the AWS CLI at `/opt/awscli/aws`, a place that no process has here
 * without a container, so that what the handler does is done without it (aws-cdk-lib 2.275, bucket-deployment-handler).
 * `aws s3 sync` finds the files that it has just unpacked newer than all objects: each of them is put each time.
 */
export const bucketDeploymentType: WaitingType = {
  type: BUCKET_DEPLOYMENT_TYPE,
  properties: {},

  async begin(act) {
    const properties = inTexts(act.kind === 'remove' ? act.previous.properties : act.properties)
    readDeployment(properties)
    const physicalId = act.kind === 'create' ? '' : act.previous.physicalId
    const ticket: Ticket = {
      act: act.kind,
      requestId: act.token,
      physicalId: physicalId || `aws.cdk.s3deployment.${act.token}`,
      properties,
      old: act.kind === 'update' ? inTexts(act.previous.properties) : null,
    }
    return { ticket }
  },

  async outcome(ticket, wait) {
    const { requestId, physicalId } = ticket as Ticket
    try {
      return { result: await carryOut(ticket as Ticket, wait) }
    } catch (error) {
      if (!isAwsError(error) && !(error instanceof ProvisioningError)) throw error
      const message = `Message returned: ${error.message} (RequestId: ${requestId})`
      return { failure: `Received response status [FAILED] from custom resource. ${message}`, physicalId }
    }
  },

  async end(ticket, result) {
    const { physicalId } = ticket as Ticket
    return { physicalId, attributes: (result ?? {}) as JsonObject }
  },
}

async function carryOut({ act, properties, old }: Ticket, { call, signal }: ResourceWait): Promise<JsonValue> {
  const deployment = readDeployment(properties)
  if (act === 'remove') {
    if (!deployment.retainOnDelete && !(await isOwnedByAnother(deployment, call))) {
      await deleteAllUnder(deployment.destination, call)
    }
    return null
  }
  const before = old === null ? undefined : readDeployment(old).destination
  const { bucket, prefix } = deployment.destination
  const hasMoved = before !== undefined && (before.bucket !== bucket || before.prefix !== prefix)
  if (hasMoved && !deployment.retainOnDelete) await deleteAllUnder(before, call)
  await deployFiles(deployment, call, signal)
  return attributesOf(deployment, call)
}

async function attributesOf(deployment: Deployment, call: ResourceWait['call']): Promise<JsonValue> {
  const { sources, bucketArn, outputs } = deployment
  return {
    // Whatever reads it comes after the deployment.
    DestinationBucketArn: bucketArn,
    SourceObjectKeys: outputs.keys ? sources.map(({ key }) => key) : [],
    ...(outputs.versionIds ? { SourceObjectVersionIds: await versionIdsOf(deployment, call) } : {}),
  }
}
