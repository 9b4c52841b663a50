import { type Html, html } from '../html/html.ts'

/** A way to sign in that a page offers beside its own. */
export interface ProviderLink {
  readonly name: string
  readonly href: string
}

/** Links, for there is nothing to be sent: they work without JavaScript, where AWS's buttons need it (class observed). */
export function providerLinks(providers: readonly ProviderLink[], isAlone: boolean): Html | undefined {
  if (providers.length === 0) return undefined
  return html`<div class="providers">${providers.map(
    ({ name, href }) => html`<a class="btn idpButton-customizable" href="${href}">Continue with ${name}</a>
`,
  )}</div>${!isAlone && html`<p class="or">or</p>`}
`
}
