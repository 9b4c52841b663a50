import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { collection } from '../../../store/collection.ts'
import { noVpcLink } from '../errors.ts'
import { definitions, restApis, stages } from '../repository.ts'
import type { VpcLinkRecord } from './records.ts'

export const vpcLinks = collection<VpcLinkRecord>('apigateway/vpc-link')

export async function requireVpcLink(reader: Reader, place: Place, id: string): Promise<VpcLinkRecord> {
  const link = await vpcLinks.find(reader, place, id)
  if (!link) throw noVpcLink()
  return link
}

/** Where deployed methods go through a link, each as `GET:{resource}:{stage}`. */
export async function usersOf(reader: Reader, place: Place, id: string): Promise<string[]> {
  const users: string[] = []
  for (const { id: apiId } of await restApis.list(reader, place)) {
    for (const { deploymentId, stageName } of await stages.list(reader, place, apiId)) {
      const { resources = [] } = (await definitions.find(reader, place, apiId, deploymentId)) ?? {}
      for (const resource of resources) {
        const through = Object.values(resource.methods).filter(({ integration }) => integration?.connectionId === id)
        users.push(...through.map(({ httpMethod }) => `${httpMethod}:${resource.id}:${stageName}`))
      }
    }
  }
  return users
}
