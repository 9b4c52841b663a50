import type { ApiStatus, DomainStatus, StackStatus, Status } from '../admin/ports.ts'
import { localAddress } from '../http/local-address.ts'
import { type Place, placeFromKey, urlSuffixOf } from '../kernel/place.ts'
import type { Reader } from '../kernel/transaction.ts'
import type { RestApiRecord, StageRecord } from '../services/apigateway/records.ts'
import { restApis, stages } from '../services/apigateway/repository.ts'
import type { StackRecord } from '../services/cloudformation/records.ts'
import { stacks } from '../services/cloudformation/repository.ts'
import type { DomainRecord } from '../services/cognito/records.ts'
import { domains } from '../services/cognito/repository.ts'

/** What is deployed in all accounts and regions, with the addresses that work here beside AWS's. */
export async function readStatus(reader: Reader, origin: string): Promise<Status> {
  const [stackList, apiList, domainList] = await Promise.all([
    readStacks(reader, origin),
    readApis(reader, origin),
    readDomains(reader, origin),
  ])
  return { stacks: stackList, apis: apiList, domains: domainList }
}

async function readStacks(reader: Reader, origin: string): Promise<StackStatus[]> {
  const documents = await reader.list<StackRecord>({ kind: stacks.kind })
  return documents
    .filter(({ value }) => value.status !== 'DELETE_COMPLETE')
    .map(({ key, value }) => ({
      ...placeFromKey(key.place),
      name: value.name,
      status: value.status,
      outputs: value.outputs.map((output) => {
        const local = localAddress(output.value, origin)
        return { key: output.key, value: output.value, ...(local === undefined ? {} : { local }) }
      }),
    }))
}

async function readApis(reader: Reader, origin: string): Promise<ApiStatus[]> {
  const documents = await reader.list<RestApiRecord>({ kind: restApis.kind })
  return Promise.all(
    documents.map(async ({ key, value: api }) => {
      const place = placeFromKey(key.place)
      const found = await reader.list<StageRecord>({ kind: stages.kind, place: key.place, prefix: `${api.id}/` })
      return {
        ...place,
        id: api.id,
        name: api.name,
        stages: found.map(({ value }) => addressed(value.stageName, urlOf(place, api.id, value.stageName), origin)),
      }
    }),
  )
}

function urlOf({ region }: Place, apiId: string, stageName: string): string {
  return `https://${apiId}.execute-api.${region}.${urlSuffixOf(region)}/${stageName}`
}

function addressed(name: string, url: string, origin: string) {
  return { name, url, local: localAddress(url, origin) ?? url }
}

async function readDomains(reader: Reader, origin: string): Promise<DomainStatus[]> {
  const documents = await reader.list<DomainRecord>({ kind: domains.kind })
  return documents.map(({ value: { domain, place, poolId, customDomainConfig } }) => {
    const host = customDomainConfig ? domain : `${domain}.auth.${place.region}.amazoncognito.com`
    const path = 'oauth2/token'
    return {
      ...place,
      poolId,
      domain,
      url: `https://${host}/${path}`,
      local: `${origin}/_aws/cognito/${domain}/${path}`,
    }
  })
}
