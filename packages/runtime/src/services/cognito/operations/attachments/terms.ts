import type { TermsDescriptionType, TermsType } from '../../../../generated/cognito-idp.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import { uuid } from '../../../../kernel/ids.ts'
import { readPage, sorted } from '../../../../kernel/paging.ts'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader } from '../../../../kernel/transaction.ts'
import type { TermsRecord } from '../../attachments/records.ts'
import { terms, termsOf } from '../../attachments/repository.ts'
import { operation } from '../../deps.ts'
import { invalidParameter } from '../../errors.ts'
import { pageRequest } from '../../paging.ts'
import { requireClient, requirePool, within } from '../../repository.ts'

/* The pages that people agree to. All texts are inferred. */

const PAGE_SIZE = 60
const DEFAULT_LANGUAGE = 'cognito:default'

const idOf = ({ poolId, clientId, name }: TermsRecord) => `${within(poolId, clientId)}/${name}`

export const createTerms = operation('CreateTerms', async (input, { clock, random }, ctx) => {
  const { UserPoolId, ClientId, TermsName, TermsSource, Enforcement, Links = {} } = input
  checkLinks(Links)
  const now = clock.now()
  const record: TermsRecord = {
    id: uuid(random),
    poolId: UserPoolId,
    clientId: ClientId,
    createdAt: now,
    modifiedAt: now,
    name: TermsName,
    source: TermsSource,
    enforcement: Enforcement,
    links: Links,
  }
  await ctx.transact(async (tx) => {
    await requireClient(tx, ctx.place, UserPoolId, ClientId)
    if (await terms.find(tx, ctx.place, idOf(record))) throw exists(record)
    terms.put(tx, ctx.place, idOf(record), record)
  })
  return { Terms: toWire(record) }
})

export const updateTerms = operation('UpdateTerms', async (input, { clock }, ctx) => {
  const { UserPoolId, TermsId, TermsName, TermsSource, Enforcement, Links } = input
  if (Links) checkLinks(Links)
  return ctx.transact(async (tx) => {
    const before = await requireTerms(tx, ctx.place, UserPoolId, TermsId)
    const record: TermsRecord = {
      ...before,
      name: TermsName ?? before.name,
      source: TermsSource ?? before.source,
      enforcement: Enforcement ?? before.enforcement,
      links: Links ?? before.links,
      modifiedAt: clock.now(),
    }
    if (record.name !== before.name) {
      if (await terms.find(tx, ctx.place, idOf(record))) throw exists(record)
      terms.delete(tx, ctx.place, idOf(before))
    }
    terms.put(tx, ctx.place, idOf(record), record)
    return { Terms: toWire(record) }
  })
})

export const describeTerms = operation('DescribeTerms', async ({ UserPoolId, TermsId }, _deps, ctx) => ({
  Terms: toWire(await requireTerms(ctx.reader, ctx.place, UserPoolId, TermsId)),
}))

export const describeTermsByClient = operation('DescribeTermsByClient', async (input, _deps, ctx) => {
  const { UserPoolId, ClientId, TermsName } = input
  await requireClient(ctx.reader, ctx.place, UserPoolId, ClientId)
  const found = await terms.find(ctx.reader, ctx.place, `${within(UserPoolId, ClientId)}/${TermsName}`)
  if (!found) throw noTerms(TermsName)
  return { Terms: toWire(found) }
})

export const listTerms = operation('ListTerms', async (input, _deps, ctx) => {
  await requirePool(ctx.reader, ctx.place, input.UserPoolId)
  const { items, next } = await readPage(
    pageRequest('ListTerms', input, ctx, PAGE_SIZE),
    sorted(await termsOf(ctx.reader, ctx.place, input.UserPoolId), ({ id }) => [id]),
  )
  return { Terms: items.map(summary), NextToken: next }
})

export const deleteTerms = operation('DeleteTerms', async ({ UserPoolId, TermsId }, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    terms.delete(tx, ctx.place, idOf(await requireTerms(tx, ctx.place, UserPoolId, TermsId)))
  })
})

async function requireTerms(reader: Reader, place: Place, poolId: string, id: string): Promise<TermsRecord> {
  await requirePool(reader, place, poolId)
  const found = (await termsOf(reader, place, poolId)).find((each) => each.id === id)
  if (!found) throw noTerms(id)
  return found
}

const noTerms = (id: string) => new AwsError('ResourceNotFoundException', `Terms ${id} does not exist.`)

const exists = ({ name, clientId }: TermsRecord) =>
  new AwsError('TermsExistsException', `Terms ${name} already exists for client ${clientId}.`)

/** A language that has no page of its own gets the default one (documented: it is required). */
function checkLinks(links: Readonly<Record<string, string>>): void {
  if (links[DEFAULT_LANGUAGE] === undefined) throw invalidParameter(`Links must have a ${DEFAULT_LANGUAGE} entry.`)
}

function summary({ id, name, enforcement, createdAt, modifiedAt }: TermsRecord): TermsDescriptionType {
  return {
    TermsId: id,
    TermsName: name,
    Enforcement: enforcement,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  }
}

function toWire(record: TermsRecord): TermsType {
  const { poolId, clientId, source, links } = record
  return { ...summary(record), UserPoolId: poolId, ClientId: clientId, TermsSource: source, Links: links }
}
