import {
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  DescribeManagedLoginBrandingByClientCommand,
  SetUserPoolMfaConfigCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpNow } from '../support/authenticator.ts'
import { chromiumPath, servePage } from '../support/browser.ts'
import { awsClients } from '../support/clients.ts'
import { findingsOf, told } from '../support/console.ts'
import { type SignInPlace, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people } from '../support/people.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

const NEW_PASSWORD = 'Lantern-43-Harbor!'
/** A limit against hanging, not a measure. */
const PATIENCE_MS = 20_000

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><rect width="160" height="40" fill="#445"/></svg>'

const BY_EMAIL = { UsernameAttributes: ['email' as const] }
const WITH_NAME = { ...BY_EMAIL, Schema: [{ Name: 'name', Required: true, Mutable: true }] }

describe.skipIf(chromiumPath === undefined)('the pages of a domain, in a browser', () => {
  let sallyport: SallyportProcess
  let browser: Browser
  let app: Awaited<ReturnType<typeof servePage>>
  let aws: ReturnType<typeof awsClients>
  let helpers: ReturnType<typeof people>
  const contexts: BrowserContext[] = []
  const objections: string[] = []
  beforeAll(async () => {
    app = await servePage()
    sallyport = await startSallyport()
    aws = awsClients({ origin: sallyport.origin })
    helpers = people(aws.cognito, sallyport.origin)
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await sallyport?.stop()
    await app?.close()
  })

  const callback = () => `http://localhost:${app.port}/callback`
  const place = (options: Parameters<typeof signInPlace>[2] = {}) =>
    signInPlace(aws.cognito, sallyport.origin, { ...options, callback: callback() })
  const lastCode = (at: SignInPlace) => helpers.lastCode(at.UserPoolId)

  async function open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options)
    contexts.push(context)
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    page.on('pageerror', (error) => objections.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) objections.push(message.text())
    })
    await page.goto(url)
    return page
  }

  const arrived = async (page: Page) => {
    await page.waitForURL(`${callback()}?**`)
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/^[\da-f-]{36}$/)
  }

  async function poolWithTotp(): Promise<SignInPlace> {
    const at = await place()
    await aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: at.UserPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    )
    await helpers.user(at.UserPoolId, 'ann')
    return at
  }

  const passwordless = () =>
    place({
      managedLogin: true,
      pool: {
        ...BY_EMAIL,
        UserPoolTier: 'ESSENTIALS',
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      },
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    })

  /** Pages of managed login with colors, logos and pictures of their own. */
  async function branded(): Promise<SignInPlace> {
    const at = await place({ managedLogin: true, pool: { UserPoolTier: 'ESSENTIALS' } })
    const { UserPoolId, ClientId } = at
    const { ManagedLoginBranding } = await aws.cognito.send(
      new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }),
    )
    const primaryButton = (backgroundColor: string) => ({ defaults: { backgroundColor, textColor: 'ffffffff' } })
    const asset = (Category: 'FORM_LOGO' | 'PAGE_BACKGROUND' | 'PAGE_HEADER_LOGO' | 'FAVICON_SVG') =>
      ({ Category, ColorMode: 'DYNAMIC', Extension: 'SVG', Bytes: Buffer.from(PICTURE) }) as const
    await aws.cognito.send(
      new UpdateManagedLoginBrandingCommand({
        UserPoolId,
        ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId,
        Settings: {
          categories: { global: { pageHeader: { enabled: true } }, form: { location: { horizontal: 'START' } } },
          components: {
            form: { borderRadius: 3, logo: { enabled: true } },
            pageHeader: { logo: { enabled: true }, lightMode: { background: { color: '102030ff' } } },
            primaryButton: { lightMode: primaryButton('aa0055ff'), darkMode: primaryButton('005599ff') },
          },
        },
        Assets: [asset('FORM_LOGO'), asset('PAGE_BACKGROUND'), asset('PAGE_HEADER_LOGO'), asset('FAVICON_SVG')],
      }),
    )
    return at
  }

  it('a style is what the browser computes, and its pictures come from the domain', async () => {
    const at = await branded()
    const page = await open(at.page('/login'), { viewport: { width: 1280, height: 800 } })
    const styleOf = (selector: string, property: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await styleOf('.submitButton-customizable', 'background-color')).toBe('rgb(170, 0, 85)')
    expect(await styleOf('.page-header', 'background-color')).toBe('rgb(16, 32, 48)')
    expect(await styleOf('main', 'border-top-left-radius')).toBe('3px')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await styleOf('.submitButton-customizable', 'background-color')).toBe('rgb(0, 85, 153)')
    const widths = '[...document.images].map(async (image) => { await image.decode(); return image.naturalWidth })'
    expect(await page.evaluate(`Promise.all(${widths})`)).toEqual([160, 160])
    // As far to the left as the page's padding lets it be.
    expect((await page.locator('main').boundingBox())?.x).toBe(16)
    const background = await styleOf('body', 'background-image')
    expect(background).toContain(`${at.base}/assets/page-background?`)
    const shown = await page.request.get(/url\("([^"]*)"\)/.exec(background)?.[1] ?? '')
    expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/svg+xml'])
    expect(objections).toEqual([])
  })

  describe('without JavaScript', () => {
    const plain = { javaScriptEnabled: false }

    it('somebody signs up, confirms with the code of a message, and is back at the app', async () => {
      const at = await place({ pool: WITH_NAME })
      const page = await open(at.page('/oauth2/authorize'), plain)
      await page.getByRole('link', { name: 'Sign up' }).click()
      await page.getByLabel('Email').fill('ann@example.com')
      await page.getByLabel('Name').fill('Ann <b>')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign up' }).click()
      await page.getByLabel('Verification code').fill(await lastCode(at))
      await page.getByRole('button', { name: 'Confirm account' }).click()
      await arrived(page)
      // The browser remembers; classic pages ask before they go on.
      await page.goto(at.page('/oauth2/authorize'))
      await page.getByRole('button', { name: 'Sign in as ann@example.com' }).click()
      await arrived(page)
      await page.goto(at.page('/oauth2/authorize'))
      await page.getByRole('link', { name: 'Sign in as a different user?' }).click()
      await page.getByLabel('Email').waitFor()
    })

    it('somebody who has forgotten their password sets another one', async () => {
      const at = await place({ pool: BY_EMAIL })
      await helpers.user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com', email_verified: 'true' })
      const page = await open(at.page('/login'), plain)
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await page.getByLabel('Email').fill('ann@example.com')
      await page.getByRole('button', { name: 'Reset my password' }).click()
      await page.getByLabel('Code').fill(await lastCode(at))
      await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
      await page.getByLabel('Enter new password again').fill(NEW_PASSWORD)
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('Your password is changed.').waitFor()
      await page.getByLabel('Email').fill('ann@example.com')
      await page.getByLabel('Password').fill(NEW_PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await arrived(page)
    })

    it('somebody replaces a temporary password', async () => {
      const at = await place({ pool: WITH_NAME })
      const input = { UserPoolId: at.UserPoolId, Username: 'ann@example.com', TemporaryPassword: PASSWORD }
      await aws.cognito.send(new AdminCreateUserCommand({ ...input, MessageAction: 'SUPPRESS' }))
      const page = await open(at.page('/login'), plain)
      await page.getByLabel('Email').fill('ann@example.com')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
      await page.getByLabel('Enter new password again').fill(NEW_PASSWORD)
      await page.getByLabel('Name').fill('Ann')
      await page.getByRole('button', { name: 'Send' }).click()
      await arrived(page)
    })

    it('somebody sets up an authenticator', async () => {
      const at = await poolWithTotp()
      const page = await open(at.page('/login'), plain)
      await page.getByLabel('Username').fill('ann')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      const secret = (await page.locator('#totpSecret').textContent()) ?? ''
      await page.getByLabel('Code').fill(totpNow(secret.replaceAll(' ', '')))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await arrived(page)
    })

    it('somebody signs in with a code by email', async () => {
      const at = await passwordless()
      await helpers.user(at.UserPoolId, 'ann@example.com', { email: 'ann@example.com' })
      const page = await open(at.page('/login'), plain)
      await page.getByLabel('Email').fill('ann@example.com')
      await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('button', { name: 'A code by email' }).click()
      await page.getByLabel('Code').fill(await lastCode(at))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await arrived(page)
    })
  })

  describe('with the keyboard alone', () => {
    it('the first field has the focus, and Enter sends the form; what was wrong has it next', async () => {
      const at = await place()
      await helpers.user(at.UserPoolId, 'ann')
      const page = await open(at.page('/login'))
      // A browser gives it some time after the page is there: keys that come before go elsewhere.
      const inFirstField = page.locator('[name=username]:focus')
      await inFirstField.waitFor()
      await page.keyboard.type('ann')
      await page.keyboard.press('Tab')
      await page.keyboard.type('wrong')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      await inFirstField.waitFor()
      expect(await inFirstField.getAttribute('aria-describedby')).toBe('loginErrorMessage')
      await page.keyboard.press('Tab')
      await page.keyboard.type(PASSWORD)
      // The link to recover a password, then the button.
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Forgot your password?')
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').getAttribute('name')).toBe('signInSubmitButton')
      await page.keyboard.press('Enter')
      await arrived(page)
    })
  })

  it('axe finds nothing wrong with any page, in light or dark colors, on a desk or a phone', async () => {
    const found: string[] = []
    const seen = new Set<string>()
    const look = async (page: Page) => {
      const name = new URL(page.url()).pathname.split('/').at(-1)
      seen.add(`${name}: ${await page.locator('h1').textContent()}`)
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const viewport of [
          { width: 1280, height: 800 },
          { width: 375, height: 740 },
        ]) {
          await page.emulateMedia({ colorScheme })
          await page.setViewportSize(viewport)
          const how = `${name} ${colorScheme} ${viewport.width}`
          found.push(...told(await findingsOf(page)).map((finding) => `${how}: ${finding}`))
          const beyond = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
          if (beyond > 0) found.push(`${how} is ${beyond} pixels too wide`)
        }
      }
    }
    const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

    const people_ = await place({ pool: WITH_NAME })
    const page = await open(people_.page('/login'))
    await look(page)
    await page.getByLabel('Email').fill('nobody')
    await page.getByLabel('Password').fill('wrong')
    await press(page, 'Sign in')
    await look(page)
    await page.goto(people_.page('/signup'))
    await look(page)
    await page.getByLabel('Email').fill('ann@example.com')
    await page.getByLabel('Name').fill('Ann')
    await page.getByLabel('Password').fill('weak')
    await press(page, 'Sign up')
    await look(page)
    await page.getByLabel('Password').fill(PASSWORD)
    await press(page, 'Sign up')
    await look(page)
    await page.getByLabel('Verification code').fill('0')
    await press(page, 'Confirm account')
    await look(page)
    await page.getByLabel('Verification code').fill(await lastCode(people_))
    await press(page, 'Confirm account')
    await arrived(page)
    await page.goto(people_.page('/oauth2/authorize'))
    await look(page)
    await page.goto(people_.page('/forgotPassword'))
    await look(page)
    await page.getByLabel('Email').fill('ann@example.com')
    await press(page, 'Reset my password')
    await look(page)
    await page.goto(people_.page('/mfa'))
    await look(page)
    await page.goto(`${people_.base}/confirmUser?client_id=${people_.ClientId}&user_name=x&confirmation_code=1`)
    await look(page)
    await page.goto(`${people_.base}/error?error=redirect_mismatch`)
    await look(page)

    const input = { UserPoolId: people_.UserPoolId, Username: 'new@example.com', TemporaryPassword: PASSWORD }
    await aws.cognito.send(new AdminCreateUserCommand({ ...input, MessageAction: 'SUPPRESS' }))
    const first = await open(people_.page('/login'))
    await first.getByLabel('Email').fill('new@example.com')
    await first.getByLabel('Password').fill(PASSWORD)
    await press(first, 'Sign in')
    await look(first)

    const secured = await poolWithTotp()
    const setup = await open(secured.page('/login'))
    const signIn = async () => {
      await setup.getByLabel('Username').fill('ann')
      await setup.getByLabel('Password').fill(PASSWORD)
      await press(setup, 'Sign in')
    }
    await signIn()
    await look(setup)
    const secret = (await setup.locator('#totpSecret').textContent()) ?? ''
    await setup.getByLabel('Code').fill(totpNow(secret.replaceAll(' ', '')))
    await press(setup, 'Sign in')
    await arrived(setup)
    await setup.goto(secured.page('/login', { prompt: 'login' }))
    await signIn()
    await look(setup)
    // With two factors to choose from.
    const { UserPoolId } = secured
    await aws.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' } },
      }),
    )
    const UserAttributes = [{ Name: 'phone_number', Value: '+14325551212' }]
    await aws.cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'ann', UserAttributes }))
    await setup.goto(secured.page('/login', { prompt: 'login' }))
    await signIn()
    await look(setup)
    await press(setup, 'A code by SMS')
    await look(setup)

    // Somebody without a factor chooses one.
    await helpers.user(UserPoolId, 'bob')
    const without = await open(secured.page('/login'))
    await without.getByLabel('Username').fill('bob')
    await without.getByLabel('Password').fill(PASSWORD)
    await press(without, 'Sign in')
    await look(without)
    await press(without, 'A code by SMS')
    await look(without)

    const styled = await branded()
    await look(await open(styled.page('/login', { lang: 'de' })))

    const choosing = await passwordless()
    await helpers.user(choosing.UserPoolId, 'ann@example.com', { email: 'ann@example.com' })
    const choice = await open(choosing.page('/login'))
    await look(choice)
    await choice.getByLabel('Email').fill('ann@example.com')
    await press(choice, 'Next')
    await look(choice)
    await press(choice, 'A password')
    await look(choice)

    expect(found).toEqual([])
    expect(seen.size).toBe(19)
    expect(objections).toEqual([])
  })
})
