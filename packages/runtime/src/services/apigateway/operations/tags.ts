import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader, Transaction } from '../../../kernel/transaction.ts'
import { putDomain, requireDomain } from '../../../store/api-domains/domains.ts'
import { clientCertificates, requireClientCertificate } from '../client-certificates/repository.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { apiKeys, requireApiKey, requireUsagePlan, usagePlans } from '../keys/repository.ts'
import type { Strings } from '../records.ts'
import { requireApi, requireStage, restApis, stages } from '../repository.ts'
import { checkedTags } from '../tag-rules.ts'
import { requireVpcLink, vpcLinks } from '../vpc-links/repository.ts'

/** Something that has tags, found by its path in an ARN. */
interface Taggable {
  readonly path: RegExp
  read(reader: Reader, place: Place, ids: readonly string[]): Promise<{ readonly tags: Strings }>
  write(tx: Transaction, place: Place, ids: readonly string[], tags: Strings): Promise<void>
}

const TAGGABLE: readonly Taggable[] = [
  {
    path: /^\/restapis\/([^/]+)$/,
    read: (reader, place, [apiId = '']) => requireApi(reader, place, apiId),
    async write(tx, place, [apiId = ''], tags) {
      restApis.put(tx, place, apiId, { ...(await requireApi(tx, place, apiId)), tags })
    },
  },
  {
    path: /^\/restapis\/([^/]+)\/stages\/([^/]+)$/,
    read: (reader, place, [apiId = '', name = '']) => requireStage(reader, place, apiId, name),
    async write(tx, place, [apiId = '', name = ''], tags) {
      stages.put(tx, place, apiId, name, { ...(await requireStage(tx, place, apiId, name)), tags })
    },
  },
  {
    path: /^\/apikeys\/([^/]+)$/,
    read: (reader, place, [keyId = '']) => requireApiKey(reader, place, keyId),
    async write(tx, place, [keyId = ''], tags) {
      apiKeys.put(tx, place, keyId, { ...(await requireApiKey(tx, place, keyId)), tags })
    },
  },
  {
    path: /^\/clientcertificates\/([^/]+)$/,
    read: (reader, place, [id = '']) => requireClientCertificate(reader, place, id),
    async write(tx, place, [id = ''], tags) {
      clientCertificates.put(tx, place, id, { ...(await requireClientCertificate(tx, place, id)), tags })
    },
  },
  {
    path: /^\/domainnames\/([^/]+)$/,
    read: (reader, place, [name = '']) => requireDomain(reader, place, name),
    async write(tx, place, [name = ''], tags) {
      putDomain(tx, place, { ...(await requireDomain(tx, place, name)), tags })
    },
  },
  {
    path: /^\/usageplans\/([^/]+)$/,
    read: (reader, place, [planId = '']) => requireUsagePlan(reader, place, planId),
    async write(tx, place, [planId = ''], tags) {
      usagePlans.put(tx, place, planId, { ...(await requireUsagePlan(tx, place, planId)), tags })
    },
  },
  {
    path: /^\/vpclinks\/([^/]+)$/,
    read: (reader, place, [id = '']) => requireVpcLink(reader, place, id),
    async write(tx, place, [id = ''], tags) {
      vpcLinks.put(tx, place, id, { ...(await requireVpcLink(tx, place, id)), tags })
    },
  },
]

export const tagResource = operation('TagResource', async (input, _deps, ctx) => {
  await ctx.transact((tx) =>
    change(tx, ctx.place, input.resourceArn, (tags) => checkedTags({ ...tags, ...input.tags })),
  )
})

export const untagResource = operation('UntagResource', async (input, _deps, ctx) => {
  const gone = new Set(input.tagKeys)
  await ctx.transact((tx) =>
    change(tx, ctx.place, input.resourceArn, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
    ),
  )
})

/** All on one page: there are never more than fit. */
export const getTags = operation('GetTags', async (input, _deps, ctx) => {
  const { taggable, ids } = find(ctx.place, input.resourceArn)
  const { tags } = await taggable.read(ctx.reader, ctx.place, ids)
  return { tags }
})

async function change(tx: Transaction, place: Place, arn: string, edit: (tags: Strings) => Strings): Promise<void> {
  const { taggable, ids } = find(place, arn)
  const { tags } = await taggable.read(tx, place, ids)
  await taggable.write(tx, place, ids, edit(tags))
}

/** By an ARN such as `arn:aws:apigateway:{region}::/restapis/{id}`. */
function find(place: Place, text: string): { readonly taggable: Taggable; readonly ids: readonly string[] } {
  const arn = parseArn(text)
  if (arn?.service === 'apigateway' && arn.region === place.region) {
    for (const taggable of TAGGABLE) {
      const [, ...ids] = taggable.path.exec(arn.resource) ?? []
      if (ids.length > 0) return { taggable, ids }
    }
  }
  throw badRequest(`Invalid ARN specified in the request: ${text}`)
}
