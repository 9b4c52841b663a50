import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireResponse } from '../../../../kernel/wire.ts'
import { startCognito, type TestCognito } from '../../cognito.harness.ts'
import { signInApp } from '../sign-in-app.harness.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

let cognito: TestCognito
beforeAll(async () => {
  cognito = await startCognito()
})
afterAll(() => cognito.close())

const header = (response: WireResponse, name: string) => response.headers.find(([each]) => each === name)?.[1]
const hrefs = (page: WireResponse) =>
  [...String(page.body).matchAll(/(?:href|src|srcset)="([^"]*\/assets\/(?:brand|logo)[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )

describe('pages of managed login', () => {
  it('wear the style of their client: colors and logos', async () => {
    const app = await signInApp(cognito, {}, { domain: 'styled' })
    const { UserPoolId, clientId: ClientId } = app
    const shown = await cognito.call('DescribeManagedLoginBrandingByClient', { UserPoolId, ClientId })
    const id = shown.ManagedLoginBranding?.ManagedLoginBrandingId ?? ''
    const browser = app.browser()
    expect(hrefs(await browser.get('/login', app.query()))).toEqual([])
    await cognito.call('UpdateManagedLoginBranding', {
      UserPoolId,
      ManagedLoginBrandingId: id,
      Settings: {
        components: {
          form: { logo: { enabled: true } },
          primaryButton: { lightMode: { defaults: { backgroundColor: 'aa0000ff' } } },
        },
      },
      Assets: [
        { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG', Bytes: PNG },
        { Category: 'FORM_LOGO', ColorMode: 'DARK', Extension: 'SVG', Bytes: SVG },
      ],
    })
    const page = await browser.get('/login', app.query())
    const [sheet = '', dark = '', light = ''] = hrefs(page)
    const answer = await browser.open(sheet)
    expect(answer.status).toBe(200)
    expect(header(answer, 'Content-Type')).toBe('text/css;charset=UTF-8')
    expect(String(answer.body)).toContain('--button: #aa0000;')
    const logo = await browser.open(light)
    expect(header(logo, 'Content-Type')).toBe('image/png')
    expect(logo.body).toEqual(PNG)
    const darkLogo = await browser.open(dark)
    expect(header(darkLogo, 'Content-Type')).toBe('image/svg+xml')
    expect(header(darkLogo, 'Content-Security-Policy')).toMatch(/default-src 'none';.*sandbox/)
    expect(header(darkLogo, 'X-Content-Type-Options')).toBe('nosniff')
  })

  it('show the pictures that their style switches on, from their own domain', async () => {
    const app = await signInApp(cognito, {}, { domain: 'pictured' })
    const { UserPoolId, clientId: ClientId } = app
    const shown = await cognito.call('DescribeManagedLoginBrandingByClient', { UserPoolId, ClientId })
    const bar = (location: string) => ({ logo: { enabled: true, location }, backgroundImage: { enabled: true } })
    const asset = (Category: string, ColorMode = 'DYNAMIC') => ({ Category, ColorMode, Extension: 'PNG', Bytes: PNG })
    await cognito.call('UpdateManagedLoginBranding', {
      UserPoolId,
      ManagedLoginBrandingId: shown.ManagedLoginBranding?.ManagedLoginBrandingId ?? '',
      Settings: {
        categories: { global: { pageHeader: { enabled: true }, pageFooter: { enabled: false } } },
        components: { pageHeader: bar('END'), pageFooter: bar('START'), favicon: { enabledTypes: ['SVG'] } },
      },
      Assets: [
        asset('PAGE_BACKGROUND'),
        asset('PAGE_HEADER_LOGO'),
        asset('PAGE_HEADER_BACKGROUND', 'DARK'),
        asset('PAGE_FOOTER_LOGO'),
        asset('FORM_BACKGROUND'),
        { Category: 'FAVICON_ICO', ColorMode: 'DYNAMIC', Extension: 'ICO', Bytes: PNG },
        { Category: 'FAVICON_SVG', ColorMode: 'DYNAMIC', Extension: 'SVG', Bytes: SVG },
      ],
    })
    const browser = app.browser()
    const page = String((await browser.get('/login', app.query())).body)
    expect(page).toMatch(
      /<header class="page-header"><img class="logo-customizable" src="\/assets\/header-logo\?[^"]*" alt="">/,
    )
    expect(page).not.toContain('<footer')
    const [icon = '', ...more] = [...page.matchAll(/<link rel="icon" href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(more).toEqual([])
    const answer = await browser.open(icon.replaceAll('&amp;', '&'))
    expect(header(answer, 'Content-Type')).toBe('image/svg+xml')
    expect(header(answer, 'X-Content-Type-Options')).toBe('nosniff')
    expect(header(answer, 'Content-Security-Policy')).toMatch(/sandbox/)
    const query = { client_id: ClientId }
    const sheet = String((await browser.get('/assets/brand.css', query)).body)
    const [url = ''] = /(?<=body \{\n {2}background-image: url\(")[^"]*/.exec(sheet) ?? []
    expect((await browser.open(`/assets/${url}`)).body).toEqual(PNG)
    expect(sheet).toMatch(/\.page-header \{\n {2}justify-content: flex-end;/)
    expect(sheet.match(/url\([^)]*\)/g)).toHaveLength(2)
    for (const path of ['footer-logo', 'footer-background', 'form-background', 'favicon-ico', 'page-background-dark']) {
      expect((await browser.get(`/assets/${path}`, query)).status).toBe(404)
    }
  })

  it('are unavailable without a style, and say so to forms as well', async () => {
    const app = await signInApp(cognito, {}, { domain: 'bare' })
    const { UserPoolId } = app
    const browser = app.browser()
    const page = await browser.get('/login', app.query())
    const shown = await cognito.call('DescribeManagedLoginBrandingByClient', { UserPoolId, ClientId: app.clientId })
    const ManagedLoginBrandingId = shown.ManagedLoginBranding?.ManagedLoginBrandingId ?? ''
    await cognito.call('DeleteManagedLoginBranding', { UserPoolId, ManagedLoginBrandingId })
    const gone = await browser.get('/login', app.query())
    expect(gone.status).toBe(403)
    expect(String(gone.body)).toContain('Login pages unavailable. Please contact an administrator.')
    expect((await browser.submit(page, { username: 'ada', password: 'Correct-horse1' })).status).toBe(403)
  })

  it('lead to terms once a client has both, in the language that is asked for', async () => {
    const app = await signInApp(cognito, {}, { domain: 'terms' })
    const { UserPoolId, clientId: ClientId } = app
    const create = (TermsName: string) =>
      cognito.call('CreateTerms', {
        ...{ UserPoolId, ClientId, TermsName, TermsSource: 'LINK', Enforcement: 'NONE' },
        Links: {
          'cognito:default': `https://example.com/${TermsName}`,
          'cognito:french': `https://example.com/fr/${TermsName}`,
        },
      })
    const signUp = async (lang?: string) => String((await app.browser().get('/signup', app.query({ lang }))).body)
    await create('terms-of-use')
    expect(await signUp()).not.toContain('https://example.com/')
    await create('privacy-policy')
    expect(await signUp()).toContain('<a href="https://example.com/privacy-policy">')
    expect(await signUp('fr')).toContain('<a href="https://example.com/fr/terms-of-use">')
    expect(await signUp('ja')).toContain('<a href="https://example.com/terms-of-use">')
  })
})

describe('classic pages', () => {
  it('wear the stylesheet and logo of their client, or of the pool', async () => {
    const app = await signInApp(cognito, {}, { domain: 'classic', managedLogin: false })
    const { UserPoolId, clientId: ClientId } = app
    const CSS = '.submitButton-customizable { background-color: #aa0000; } body { display: none }'
    await cognito.call('SetUICustomization', { UserPoolId, CSS, ImageFile: PNG })
    const browser = app.browser()
    const look = async () => {
      const [sheet = '', logo = ''] = hrefs(await browser.get('/login', app.query()))
      return { css: String((await browser.open(sheet)).body), logo: await browser.open(logo) }
    }
    const { css, logo } = await look()
    expect(css).toContain('background-color: #aa0000;')
    expect(css).not.toContain('body')
    expect(header(logo, 'Content-Type')).toBe('image/png')
    await cognito.call('SetUICustomization', { UserPoolId, ClientId, CSS: '.banner-customizable { color: #00aa00 }' })
    expect((await look()).css).toContain('color: #00aa00;')
  })

  it.each([
    ['where nothing is set', undefined],
    ['for a client that is not there', 'nobody'],
  ])('have no such files %s', async (_name, client) => {
    const app = await signInApp(cognito, {}, { domain: `none-${client ?? 'own'}`, managedLogin: false })
    for (const path of ['/assets/brand.css', '/assets/logo', '/assets/logo-dark']) {
      const query = String(new URLSearchParams({ client_id: client ?? app.clientId }))
      expect((await app.browser().send({ method: 'GET', path, query })).status).toBe(404)
    }
  })
})
