import { request } from 'node:http'
import { afterEach, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'

const origin = inject('origin')
const account = '626262626262'
const { lambda } = awsClients({ origin, account, region: 'us-east-1' })
const functions = functionsOf(lambda, account)

const CODE = `exports.handler = async ({ lines }) => {
  for (let line = 0; line < lines; line++) console.log('line ' + line)
}`

const left: (() => void)[] = []
afterEach(() => {
  for (const leave of left.splice(0)) leave()
})

/** A reader of the stream, as a browser's would be. */
function listen(path: string) {
  return new Promise<{ status: number; type: string | undefined; text: () => string; isOver: () => boolean }>(
    (resolve, reject) => {
      const outgoing = request(`${origin}/_sallyport/${path}`, { agent: false }, (response) => {
        let text = ''
        let isOver = false
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('close', () => {
          isOver = true
        })
        response.on('error', () => {})
        const { statusCode: status = 0, headers } = response
        resolve({ status, type: headers['content-type'], text: () => text, isOver: () => isOver })
      })
      left.push(() => outgoing.destroy())
      outgoing.on('error', reject)
      outgoing.end()
    },
  )
}

const eventsIn = (text: string) =>
  [...text.matchAll(/^event: log\ndata: (.*)$/gm)].map(
    ([, data = '']) => JSON.parse(data) as { at: string; stream: string; message: string },
  )

it('tells what a function logs as it is written, all of it', async () => {
  const name = await functions.create(CODE)
  await functions.invoke(name, { lines: 1 })
  const reader = await listen(`functions/${name}/logs/stream?account=${account}`)
  expect([reader.status, reader.type]).toEqual([200, 'text/event-stream'])
  const { requestId } = await functions.invoke(name, { lines: 60 })
  const own = () => eventsIn(reader.text()).filter(({ message }) => message.includes(requestId))
  await expect.poll(() => own().length, { timeout: 10_000 }).toBe(63)
  expect(own().map(({ message }) => message.trimEnd().replace(/^.*\t/, ''))).toEqual(
    expect.arrayContaining(['line 0', 'line 59', expect.stringContaining('START RequestId')]),
  )
  expect(own()[0]).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    stream: expect.stringContaining('[$LATEST]'),
    message: expect.any(String),
  })
  await functions.invoke(name, { lines: 2 })
  await expect.poll(() => eventsIn(reader.text()).filter(({ message }) => message.includes('REPORT')).length).toBe(2)
  expect(reader.isOver()).toBe(false)
}, 20_000)

it('is of a function that is there', async () => {
  expect((await listen('functions/nobody/logs/stream')).status).toBe(404)
  const name = await functions.create(CODE)
  expect((await listen(`functions/${name}/logs/stream?region=eu-west-1`)).status).toBe(404)
})
