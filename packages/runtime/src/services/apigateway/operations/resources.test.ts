import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Reader, Transact } from '../../../kernel/transaction.ts'
import { createApi, refusal, startApiGateway, type TestApiGateway } from '../apigateway.harness.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

let restApiId: string
let root: string
beforeEach(async () => {
  const api = await createApi(gateway)
  restApiId = api.restApiId
  root = api.rootResourceId
})

const create = async (pathPart: string, parentId = root) =>
  (await gateway.call('CreateResource', { restApiId, parentId, pathPart })).id ?? ''
const paths = async () => (await gateway.call('GetResources', { restApiId })).items?.map(({ path }) => path)
const update = (resourceId: string, ...patchOperations: object[]) =>
  gateway.call('UpdateResource', { restApiId, resourceId, patchOperations })

test('a resource has a path below its parent; lists go by path', async () => {
  const pets = await create('pets')
  const made = await gateway.call('CreateResource', { restApiId, parentId: pets, pathPart: '{petId}' })
  const pet = { id: expect.stringMatching(/^[a-z0-9]{6}$/), parentId: pets, pathPart: '{petId}', path: '/pets/{petId}' }
  expect(made).toMatchObject(pet)
  await create('a')
  expect(await paths()).toEqual(['/', '/a', '/pets', '/pets/{petId}'])
  expect(await gateway.call('GetResource', { restApiId, resourceId: made.id ?? '' })).toEqual(pet)
})

test('methods are shown by name, or whole when they are asked for', async () => {
  await gateway.call('PutMethod', { restApiId, resourceId: root, httpMethod: 'GET', authorizationType: 'NONE' })
  const get = { restApiId, resourceId: root }
  expect((await gateway.call('GetResource', get)).resourceMethods).toEqual({ GET: {} })
  const { items } = await gateway.call('GetResources', { restApiId, embed: ['methods'] })
  expect(items?.[0]?.resourceMethods).toEqual({
    GET: { httpMethod: 'GET', authorizationType: 'NONE', apiKeyRequired: false },
  })
})

test('what is below a resource goes with it', async () => {
  const a = await create('a')
  await create('c', await create('b', a))
  const other = await create('ab')
  await gateway.call('DeleteResource', { restApiId, resourceId: a })
  expect(await paths()).toEqual(['/', '/ab'])
  await create('a')
  await expect(gateway.call('GetResource', { restApiId, resourceId: a })).rejects.toMatchObject({ status: 404 })
  await expect(gateway.call('GetResource', { restApiId, resourceId: other })).resolves.toBeDefined()
})

describe('placement', () => {
  const conflict = (message: string) => refusal(message, 'ConflictException')

  test('names are unique among siblings', async () => {
    await create('pets')
    await expect(create('pets')).rejects.toMatchObject(
      conflict('Another resource with the same parent already has this name: pets'),
    )
  })

  test('one variable sibling is allowed, beside fixed ones', async () => {
    await create('{proxy+}')
    await create('fixed')
    await expect(create('{id}')).rejects.toMatchObject(
      refusal('A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed'),
    )
  })

  test('nothing stands below a greedy one', async () => {
    const greedy = await create('{proxy+}')
    await expect(create('a', greedy)).rejects.toMatchObject(
      refusal('Cannot create a child of a resource with a greedy path variable: {proxy+}'),
    )
  })

  test.each(['', 'a/b', '{a', 'a}', '{a}b', '{+}', 'ä', 'a b'])('%j is no path part', async (pathPart) => {
    await expect(create(pathPart)).rejects.toMatchObject({ code: 'BadRequestException' })
  })

  test('a parent that is not there, or of another API', async () => {
    const other = await createApi(gateway)
    for (const parentId of ['nobody', other.rootResourceId]) {
      await expect(create('a', parentId)).rejects.toMatchObject(
        refusal('Invalid Resource identifier specified', 'NotFoundException'),
      )
    }
  })
})

describe('a patch', () => {
  test('renames and moves, and the paths below follow', async () => {
    const a = await create('a')
    const b = await create('b', a)
    await create('c', b)
    const x = await create('x')
    await update(a, { op: 'replace', path: '/pathPart', value: 'renamed' })
    expect(await paths()).toEqual(['/', '/renamed', '/renamed/b', '/renamed/b/c', '/x'])
    await update(b, { op: 'replace', path: '/parentId', value: x })
    expect(await paths()).toEqual(['/', '/renamed', '/x', '/x/b', '/x/b/c'])
    await create('a')
    await expect(create('renamed')).rejects.toMatchObject({ status: 409 })
    await create('b', a)
  })

  test('keeps the methods', async () => {
    const a = await create('a')
    const at = { restApiId, resourceId: a, httpMethod: 'GET' }
    await gateway.call('PutMethod', { ...at, authorizationType: 'NONE' })
    await update(a, { op: 'replace', path: '/pathPart', value: 'b' })
    await expect(gateway.call('GetMethod', at)).resolves.toBeDefined()
  })

  test('leaves a variable its own sibling', async () => {
    const variable = await create('{a}')
    expect((await update(variable, { op: 'replace', path: '/pathPart', value: '{b}' })).path).toBe('/{b}')
  })

  test('is refused where it would break the tree', async () => {
    const a = await create('a')
    const b = await create('b', a)
    await create('x')
    const refused = (id: string, path: string, value: string) => update(id, { op: 'replace', path, value })
    await expect(refused(a, '/parentId', b)).rejects.toMatchObject(refusal('Resources cannot be cyclical.'))
    await expect(refused(a, '/pathPart', 'x')).rejects.toMatchObject({ status: 409 })
    await expect(refused(a, '/parentId', 'nobody')).rejects.toMatchObject({ status: 404 })
    await expect(refused(root, '/pathPart', 'x')).rejects.toMatchObject(
      refusal('Root resource cannot update its pathPart.'),
    )
    await expect(refused(root, '/parentId', a)).rejects.toMatchObject(
      refusal('Root resource cannot update its parentId.'),
    )
    expect(await paths()).toEqual(['/', '/a', '/a/b', '/x'])
  })

  test.each([
    [
      { op: 'replace', path: '/invalid' },
      "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
    ],
    [
      { op: 'remove', path: '/pathPart' },
      "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations",
    ],
  ])('%j is refused', async (operation, message) => {
    const a = await create('a')
    await expect(update(a, operation)).rejects.toMatchObject(refusal(message))
  })
})

test('making and deleting a resource reads as much among three hundred as among three', async () => {
  const cost = async () => {
    const counted = countingReads(gateway.store.transact)
    const { id: resourceId = '' } = await gateway.run(
      'CreateResource',
      { restApiId, parentId: root, pathPart: 'counted' },
      counted,
    )
    const at = { restApiId, resourceId }
    await gateway.run('PutMethod', { ...at, httpMethod: 'GET', authorizationType: 'NONE' }, counted)
    await gateway.run('DeleteResource', at, counted)
    return counted.documents()
  }
  for (let i = 0; i < 3; i++) await create(`part${i}`)
  const few = await cost()
  for (let i = 3; i < 300; i++) await create(`part${i}`)
  expect(await cost()).toBe(few)
})

function countingReads(transact: Transact) {
  let documents = 0
  const counted = <R extends Reader>(reader: R): R => ({
    ...reader,
    get: async (key: Parameters<Reader['get']>[0]) => {
      documents++
      return reader.get(key)
    },
    list: async (range: Parameters<Reader['list']>[0]) => {
      const found = await reader.list(range)
      documents += found.length
      return found
    },
  })
  const counting: Transact = (work) =>
    transact((tx) => work({ ...counted(tx), put: (key, value) => tx.put(key, value), delete: (key) => tx.delete(key) }))
  return { transact: counting, documents: () => documents }
}
