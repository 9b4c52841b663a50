import { expect, it } from 'vitest'
import { fetchByAwsName } from '../support/aws-names.ts'
import { awsClients } from '../support/clients.ts'
import { PageBrowser } from '../support/page-browser.ts'
import { PASSWORD } from '../support/people.ts'
import { restartedServer } from '../support/restarted-server.ts'
import { CALLBACK, createSignInPool } from '../support/sign-in-app.ts'
import { until } from '../support/until.ts'

const start = restartedServer()

it('a code is worth tokens at most once, wherever the server was killed', async () => {
  const before = await start()
  let { origin } = before
  const pool = await createSignInPool(awsClients({ origin }).cognito, origin)
  const { clientId } = await pool.client()
  const browser = new PageBrowser(origin)
  const query = { client_id: clientId, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' }
  const address = `${pool.host}/oauth2/authorize?${new URLSearchParams(query)}`
  await browser.signIn(address, 'ada', PASSWORD)
  const redeem = async (code: string): Promise<number> => {
    const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: CALLBACK, code }
    const response = await fetchByAwsName(origin)(`${pool.host}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(form)),
    })
    return response.status
  }
  /** The browser goes on as who it has signed in as: the page asks only whether to. */
  const another = async () => {
    const { url } = await browser.submit(await browser.open(address), {})
    return url.searchParams.get('code') ?? ''
  }

  const kept = await Promise.all(Array.from({ length: 5 }, another))
  const codes = await Promise.all(Array.from({ length: 40 }, another))
  const answered = new Map<string, number>()
  let broken = false
  const redemptions = codes.map((code) =>
    redeem(code).then(
      (status) => answered.set(code, status),
      () => (broken = true),
    ),
  )
  await until('some are redeemed', () => answered.size >= 5)
  await before.kill()
  await Promise.all(redemptions)

  origin = (await start()).origin
  expect(await Promise.all(kept.map(redeem))).toEqual(Array(5).fill(200))
  expect(await Promise.all(kept.map(redeem))).toEqual(Array(5).fill(400))
  for (const code of codes) {
    const second = await redeem(code)
    // Tokens whose answer was lost are nobody's; a code whose answer has come is used.
    if (answered.get(code) === 200) expect(second).toBe(400)
    expect(await redeem(code)).toBe(400)
  }
  expect(broken || answered.size === codes.length).toBe(true)
})
