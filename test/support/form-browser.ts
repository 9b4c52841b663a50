/** A page as somebody sees it: where they are by now, and what it says. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly text: string
}

/**
 * As much of a browser as sign-in pages need: it keeps cookies by host and path, follows redirects, and sends forms. Pages of
 * apps are not there: a redirect to one ends where it leads. Host names of pools' domains are found at the addresses given.
 */
export class FormBrowser {
  readonly #domains: Readonly<Record<string, string>>
  readonly #cookies: { host: string; path: string; name: string; value: string }[] = []

  constructor(domains: Readonly<Record<string, string>> = {}) {
    this.#domains = domains
  }

  open(address: string): Promise<Page> {
    return this.#follow(new URL(address))
  }

  /** Sends the first form of a page: what stands in it, and what somebody types. */
  submit({ url, text }: Page, typed: Readonly<Record<string, string>>): Promise<Page> {
    const form = /<form[^>]*>([\s\S]*?)<\/form>/.exec(text)
    if (!form) throw new Error(`no form in ${text.slice(0, 200)}`)
    const action = unescaped(/action="([^"]*)"/.exec(form[0])?.[1] ?? '')
    const values = new URLSearchParams()
    for (const [input] of (form[1] ?? '').matchAll(/<input[^>]*>/g)) {
      const [name, value] = ['name', 'value'].map((each) => new RegExp(` ${each}="([^"]*)"`).exec(input)?.[1])
      if (name && value !== undefined) values.set(name, unescaped(value))
    }
    for (const [name, value] of Object.entries(typed)) values.set(name, value)
    return this.#follow(new URL(action, url), values)
  }

  async #follow(start: URL, form?: URLSearchParams): Promise<Page> {
    let url = this.#found(start)
    let body = form
    for (let hop = 0; hop < 20; hop++) {
      if (url.port === '3000') return { url, status: 0, text: '' }
      const headers = { cookie: this.#cookiesFor(url), ...(body && { 'sec-fetch-site': 'same-origin' }) }
      const response = await fetch(url, { redirect: 'manual', headers, ...(body && { method: 'POST', body }) })
      for (const text of response.headers.getSetCookie()) this.#keep(url, text)
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, text: await response.text() }
      await response.body?.cancel()
      url = this.#found(new URL(location, url))
      body = undefined
    }
    throw new Error(`${start} leads in circles`)
  }

  #found(url: URL): URL {
    const domain = this.#domains[url.hostname.split('.')[0] ?? '']
    return domain === undefined ? url : new URL(`${domain}${url.pathname}${url.search}`)
  }

  #keep({ host, pathname }: URL, text: string): void {
    const [pair = '', ...attributes] = text.split('; ')
    const name = pair.slice(0, pair.indexOf('='))
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? pathname
    const at = this.#cookies.findIndex((each) => each.host === host && each.path === path && each.name === name)
    if (at >= 0) this.#cookies.splice(at, 1)
    const value = pair.slice(name.length + 1)
    const ended = attributes.some((each) => /^max-age=0$|^expires=Thu, 01 Jan 1970/i.test(each))
    if (!ended) this.#cookies.push({ host, path, name, value })
  }

  #cookiesFor({ host, pathname }: URL): string {
    const sent = this.#cookies.filter(
      (each) => each.host === host && `${pathname}/`.startsWith(`${each.path}/`.replace('//', '/')),
    )
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
