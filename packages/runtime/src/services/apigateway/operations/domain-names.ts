import type { CreateDomainNameRequest } from '../../../generated/apigateway.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import {
  createDomain,
  deleteDomain,
  type NewDomain,
  putDomain,
  requireDomain,
} from '../../../store/api-domains/domains.ts'
import { domains } from '../../../store/api-domains/records.ts'
import { operation } from '../deps.ts'
import { domainToWire } from '../domain-wire.ts'
import { badRequest } from '../errors.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { domainDialect, domainRules } from '../patch/domain-rules.ts'
import { applyPatch } from '../patch/patch.ts'
import { checkedTags } from '../tag-rules.ts'

export const createDomainName = operation('CreateDomainName', async (input, { clock, random }, ctx) => {
  const given = newDomain(input, clock.now())
  const made = await ctx.transact((tx) => createDomain(tx, ctx.place, random, given))
  return domainToWire(made, ctx.place)
})

export const getDomainName = operation('GetDomainName', async (input, _deps, ctx) => {
  refusePrivate(input)
  return domainToWire(await requireDomain(ctx.reader, ctx.place, input.domainName), ctx.place)
})

/** Domains that other accounts share are private ones. */
export const getDomainNames = operation('GetDomainNames', async (input, _deps, ctx) => {
  if (input.resourceOwner === 'OTHER_ACCOUNTS') return { items: [] }
  const { items, next } = await readPage(
    pageRequest('GetDomainNames', input, ctx, PAGE_SIZE),
    stored(
      (range) => domains.list(ctx.reader, ctx.place, range),
      ({ domainName }) => domainName,
    ),
  )
  return { items: items.map((domain) => domainToWire(domain, ctx.place)), position: next }
})

export const updateDomainName = operation('UpdateDomainName', async (input, { clock }, ctx) => {
  refusePrivate(input)
  return ctx.transact(async (tx) => {
    const before = await requireDomain(tx, ctx.place, input.domainName)
    const patched = applyPatch(before, input.patchOperations, domainRules(before), domainDialect)
    const isNew = patched.certificateArn !== before.certificateArn
    const after = isNew ? { ...patched, certificateUploadedAt: clock.now() } : patched
    putDomain(tx, ctx.place, after)
    return domainToWire(after, ctx.place)
  })
})

export const deleteDomainName = operation('DeleteDomainName', async (input, _deps, ctx) => {
  refusePrivate(input)
  await ctx.transact((tx) => deleteDomain(tx, ctx.place, input.domainName))
})

function newDomain(input: CreateDomainNameRequest, now: number): NewDomain {
  const { mutualTlsAuthentication, policy, routingMode } = input
  if (mutualTlsAuthentication) throw notEmulated('mutualTlsAuthentication in CreateDomainName')
  if (policy !== undefined) throw notEmulated('policy in CreateDomainName')
  if (routingMode !== undefined && routingMode !== 'BASE_PATH_MAPPING_ONLY') {
    throw notEmulated(`routingMode ${routingMode} in CreateDomainName`)
  }
  if (input.certificateBody !== undefined) throw notEmulated('certificateBody in CreateDomainName')
  const endpointType = endpointTypeOf(input)
  const isEdge = endpointType === 'EDGE'
  return {
    domainName: input.domainName,
    endpointType,
    certificateArn: isEdge ? input.certificateArn : input.regionalCertificateArn,
    certificateName: isEdge ? input.certificateName : input.regionalCertificateName,
    certificateUploadedAt: now,
    ownershipVerificationCertificateArn: input.ownershipVerificationCertificateArn,
    endpointAccessMode: input.endpointAccessMode,
    ipAddressType: input.endpointConfiguration?.ipAddressType ?? 'ipv4',
    securityPolicy: input.securityPolicy ?? 'TLS_1_2',
    tags: checkedTags(input.tags),
  }
}

/** Where the request does not say, its certificate does (inferred). */
function endpointTypeOf(input: CreateDomainNameRequest): 'EDGE' | 'REGIONAL' {
  const byDefault = input.regionalCertificateArn === undefined ? 'EDGE' : 'REGIONAL'
  const { types = [byDefault] } = input.endpointConfiguration ?? {}
  const [type, ...more] = types
  if (type === 'PRIVATE') throw notEmulated('A private domain name (endpointConfiguration) in CreateDomainName')
  if (more.length > 0 || (type !== 'EDGE' && type !== 'REGIONAL')) {
    throw badRequest('Cannot create a domain name with multiple Endpoint Types.')
  }
  return type
}

function refusePrivate({ domainNameId }: { readonly domainNameId?: string }): void {
  if (domainNameId !== undefined) throw notEmulated('domainNameId (a private domain name)')
}
