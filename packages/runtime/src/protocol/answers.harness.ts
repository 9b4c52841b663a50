import { expect } from 'vitest'
import type { Place } from '../kernel/place.ts'
import { systemRandom } from '../kernel/random.ts'
import type { Service } from '../kernel/service.ts'
import type { Reader, Transact } from '../kernel/transaction.ts'
import { signed, wire } from './control-plane.harness.ts'
import { createControlPlane } from './control-plane.ts'
import { createDispatcher } from './dispatch.ts'
import type { ServiceModel } from './model.ts'
import { createModels } from './models.ts'

/** Each operation and the shape of its input; last those that would leave nothing to the others. */
export function operationInputs(
  { operations }: ServiceModel,
  last: RegExp,
): (readonly [name: string, shape: string])[] {
  const all = Object.entries(operations).flatMap(([name, { input }]) => (input ? [[name, input.shape] as const] : []))
  return all.toSorted(([a], [b]) => Number(last.test(a)) - Number(last.test(b)))
}

interface Wanted {
  /** Of what requests are for. */
  readonly model: ServiceModel
  /** Any other that it calls is among them. */
  readonly services: readonly Service[]
  readonly store: Reader & { readonly transact: Transact }
  readonly place: Place
}

/** One service of the JSON protocol as clients reach it, on its own store. */
export function servicePlane({ model, services, store, place }: Wanted) {
  const models = createModels()
  const faults: unknown[] = []
  const plane = createControlPlane({
    dispatcher: createDispatcher({
      findService: async (wanted) => services.find((each) => each.name === wanted),
      models,
    }),
    models,
    hostMeaning: () => ({}),
    transact: store.transact,
    reader: store,
    random: systemRandom,
    logger: { log: (_level, message, details) => void faults.push([message, details]), enabled: () => true },
  })

  async function send(operation: string, body: string) {
    const target = { 'x-amz-target': `${model.targetPrefix}.${operation}` }
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      ...signed(model.name, place.region, place.account),
      ...target,
    }
    const response = await plane.handle(wire({ headers, body }))
    return { ...response, body: String(response.body) }
  }

  return {
    /** Done, or refused in a form that clients of AWS read; nothing of it is our fault. */
    async expectAnswer(operation: string, body: string) {
      const { status, headers, body: answer } = await send(operation, body)
      const shown = `${operation} ${body.slice(0, 2000)} -> ${status} ${answer.slice(0, 500)} ${String(JSON.stringify(faults.splice(0)))}`
      expect(status === 200 || status === 400, shown).toBe(true)
      for (const [, value] of headers) expect(value, shown).toMatch(/^[\x20-\x7e]*$/)
      const read: unknown = answer === '' ? {} : JSON.parse(answer)
      if (status !== 200) expect(read, shown).toMatchObject({ __type: expect.any(String), message: expect.any(String) })
      return { status, answer }
    },
  }
}
