import type { JsonValue } from '../../../kernel/json.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { listingDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { text } from '../patch/rules.ts'
import type { ModelRecord } from '../records.ts'
import { models, requireApi, requireModel, resources } from '../repository.ts'
import { sampleTemplate } from '../sample-template.ts'
import { modelToWire } from '../wire.ts'

/** Documented: names are alphanumeric, a model has 400 KB at most. */
const NAME = /^[a-zA-Z0-9]+$/
const MAX_SCHEMA_BYTES = 400 * 1024

export const createModel = operation('CreateModel', async (input, { random }, ctx) => {
  const { restApiId, name, schema, contentType } = input
  // An empty description is none (recorded on AWS).
  const description = input.description || undefined
  const record: ModelRecord = { id: shortId(random), name, description, schema, contentType }
  await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    if (name === '') throw badRequest('Model name must be non-empty')
    if (!NAME.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`)
    checkSchema(schema)
    if (await models.find(tx, ctx.place, restApiId, name)) {
      throw conflict('Model name already exists for this REST API')
    }
    models.put(tx, ctx.place, restApiId, name, record)
  })
  return modelToWire(record)
})

export const getModel = operation('GetModel', async (input, _deps, ctx) =>
  modelToWire(await requireModel(ctx.reader, ctx.place, input.restApiId, input.modelName)),
)

export const getModels = operation('GetModels', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetModels', input, ctx, PAGE_SIZE),
    stored(
      (range) => models.list(ctx.reader, ctx.place, input.restApiId, range),
      ({ name }) => name,
    ),
  )
  return { items: items.map(modelToWire), position: next }
})

/** Refused while the request of a method refers to it (recorded on AWS). */
export const deleteModel = operation('DeleteModel', async (input, _deps, ctx) => {
  const { restApiId, modelName } = input
  await ctx.transact(async (tx) => {
    await requireModel(tx, ctx.place, restApiId, modelName)
    for (const { path, methods } of await resources.list(tx, ctx.place, restApiId)) {
      const user = Object.values(methods).find(({ requestModels = {} }) =>
        Object.values(requestModels).includes(modelName),
      )
      if (!user) continue
      throw conflict(`Cannot delete model '${modelName}', is referenced in method request: ${path}/${user.httpMethod}`)
    }
    models.delete(tx, ctx.place, restApiId, modelName)
  })
})

const rules: readonly PatchRule<ModelRecord>[] = [
  {
    path: '/description',
    verbs: ['replace'],
    // Emptied it is gone, as when it is created (recorded on AWS).
    apply: (model, { value }) => ({ ...model, description: value || undefined }),
  },
  text('schema'),
]
const dialect = listingDialect(['/description', '/schema'])

export const updateModel = operation('UpdateModel', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireModel(tx, ctx.place, input.restApiId, input.modelName)
    const after = applyPatch(before, input.patchOperations, rules, dialect)
    checkSchema(after.schema)
    models.put(tx, ctx.place, input.restApiId, after.name, after)
    return modelToWire(after)
  }),
)

/** References to other models of the API are followed. */
export const getModelTemplate = operation('GetModelTemplate', async (input, _deps, ctx) => {
  const { schema = '{}' } = await requireModel(ctx.reader, ctx.place, input.restApiId, input.modelName)
  const all = await models.list(ctx.reader, ctx.place, input.restApiId)
  const schemas = new Map(all.map((model) => [model.name, model.schema ?? '{}']))
  const schemaOf = (name: string) => {
    const text = schemas.get(name)
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue)
  }
  return { value: sampleTemplate(JSON.parse(schema) as JsonValue, schemaOf) }
})

/** `{}` is a schema (recorded on AWS), no text is none. The text for what is not JSON is inferred. */
function checkSchema(schema: string | undefined): void {
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined')
  if (Buffer.byteLength(schema) > MAX_SCHEMA_BYTES || !isJson(schema)) {
    throw badRequest(
      'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]',
    )
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
