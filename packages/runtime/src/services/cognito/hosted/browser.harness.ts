import type { WireRequest, WireResponse } from '../../../kernel/wire.ts'
import { HOME, type TestCognito, wire } from '../cognito.harness.ts'

/** A browser as far as a domain is concerned: it keeps cookies, follows redirects within the domain, and sends forms. */
export class TestBrowser {
  readonly #cognito: Pick<TestCognito, 'ask'>
  readonly #domain: string
  readonly cookies = new Map<string, string>()

  constructor(cognito: Pick<TestCognito, 'ask'>, domain: string) {
    this.#cognito = cognito
    this.#domain = domain
  }

  async send(request: Partial<WireRequest>): Promise<WireResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie && { cookie }), ...request.headers }
    const response = await this.#cognito.ask(wire({ ...request, headers }), this.#domain, HOME.region)
    for (const [name, value] of response.headers) if (name === 'Set-Cookie') this.#keep(value)
    return response
  }

  get(path: string, query: Record<string, string> = {}): Promise<WireResponse> {
    return this.send({ method: 'GET', path, query: String(new URLSearchParams(query)) })
  }

  /** Opens a location of the domain. */
  open(location: string): Promise<WireResponse> {
    const [path = '', query = ''] = location.split('?', 2)
    return this.send({ method: 'GET', path, query })
  }

  /** Sends a page's form: what is hidden in it, and what somebody types. */
  submit(page: WireResponse, values: Record<string, string>): Promise<WireResponse> {
    const html = String(page.body)
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    const form = new URLSearchParams()
    for (const [, name = '', value = ''] of hidden) form.set(name, value)
    for (const [name, value] of Object.entries(values)) form.set(name, value)
    const [path = '', query = ''] = (/<form [^>]*action="([^"]*)"/.exec(html)?.[1] ?? '')
      .replaceAll('&amp;', '&')
      .split('?', 2)
    return this.post(path, query, form)
  }

  post(
    path: string,
    query: string,
    form: URLSearchParams,
    headers: WireRequest['headers'] = {},
  ): Promise<WireResponse> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.send({ method: 'POST', path, query, headers: { ...type, ...headers }, body: Buffer.from(String(form)) })
  }

  #keep(text: string): void {
    const [pair = '', ...attributes] = text.split('; ')
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(name.length + 1))
  }
}

export function locationOf({ headers }: Pick<WireResponse, 'headers'>): string {
  return headers.find(([name]) => name === 'Location')?.[1] ?? ''
}

/** What a redirect to an app says. */
export function answerIn(response: Pick<WireResponse, 'headers'>): URLSearchParams {
  const { search, hash } = new URL(locationOf(response))
  return new URLSearchParams(search || hash.slice(1))
}
