import { type Html, html } from '../html/html.ts'
import { say } from '../texts/say.ts'
import type { Texts } from '../texts/texts.ts'

/** A way to sign in that a page offers beside its own. */
export interface ProviderLink {
  readonly name: string
  readonly href: string
}

/** Links, for there is nothing to be sent: they work without JavaScript, where AWS's buttons need it (class observed). */
export function providerLinks(
  { signingIn }: Texts,
  providers: readonly ProviderLink[],
  isAlone: boolean,
): Html | undefined {
  if (providers.length === 0) return undefined
  return html`<div class="providers">${providers.map(
    ({
      name,
      href,
    }) => html`<a class="btn idpButton-customizable" href="${href}">${say(signingIn.continueWith, { provider: name })}</a>
`,
  )}</div>${!isAlone && html`<p class="or">${signingIn.or}</p>`}
`
}
