import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { FormBrowser } from '../support/form-browser.ts'
import { PASSWORD } from '../support/people.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { createSignInPool } from '../support/sign-in-app.ts'
import { serveApp, signInApps } from '../support/sign-in-apps.js'

// Libraries of apps that know of AWS no more than an issuer, which is this server's own address.
describe('an app of Express signs people in', () => {
  let sallyport: SallyportProcess
  let pool: Awaited<ReturnType<typeof createSignInPool>>
  let server: Awaited<ReturnType<typeof serveApp>>
  beforeAll(async () => {
    sallyport = await startSallyport({ args: ['--issuer', 'local'] })
    pool = await createSignInPool(awsClients({ origin: sallyport.origin }).cognito, sallyport.origin)
    server = await serveApp()
  })
  afterAll(async () => {
    await server?.close()
    await sallyport?.stop()
  })

  it.each(Object.entries(signInApps))('with %s, which discovers the pool, and out', async (name, make) => {
    const base = `${server.base}/${name}`
    const urls = { CallbackURLs: [`${base}/callback`], LogoutURLs: [`${base}/`] }
    const { clientId, secret } = await pool.client({ ...urls, GenerateSecret: true })
    const issuer = `${sallyport.origin}/${pool.poolId}`
    server.mount(`/${name}`, await make({ issuer, clientId, secret, base }))
    const browser = new FormBrowser()
    expect(await browser.open(`${base}/`)).toMatchObject({ status: 200, text: 'nobody' })

    const page = await browser.open(`${base}/login`)
    expect(page.url.origin).toBe(sallyport.origin)
    const wrong = await browser.submit(page, { username: 'ada', password: 'Wrong-Harbor-42!' })
    expect(wrong.text).toContain('Incorrect username or password.')
    const back = await browser.submit(wrong, { username: 'ada', password: PASSWORD })
    expect(back.url.href.replace(/\/$/, '')).toBe(base)
    expect((await browser.open(`${base}/`)).text).toBe('ada@example.com is signed in')

    const out = await browser.open(`${base}/logout`)
    expect([out.url.href, out.text]).toEqual([`${base}/`, 'nobody'])
    expect((await browser.open(`${base}/login`)).text).toContain('name="password"')
  })
})
