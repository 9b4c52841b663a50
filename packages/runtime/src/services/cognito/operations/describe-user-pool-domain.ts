import { operation } from '../deps.ts'
import { findDomain } from '../repository.ts'
import { domainToWire } from '../wire.ts'

/** An unknown domain is an empty description, not an error (observed). */
export const describeUserPoolDomain = operation('DescribeUserPoolDomain', async ({ Domain }, _deps, ctx) => {
  const found = await findDomain(ctx.reader, ctx.place, Domain)
  return { DomainDescription: found ? domainToWire(found) : {} }
})
