import type { Texts } from '../texts/texts.ts'
import { type Content, html, markupOf } from './html.ts'
import { STYLESHEET_PATH, STYLESHEET_VERSION } from './stylesheet.ts'

/** A page without its frame. */
export interface Page {
  /** Of the window, and the page's heading. */
  readonly title: string
  readonly body: Content
}

/** Addresses of what an app's own look is made of. */
export interface BrandLinks {
  readonly sheet?: string | undefined
  readonly logo?: string | undefined
  /** For browsers that are set to dark colors, where it is another one. */
  readonly darkLogo?: string | undefined
}

export interface Frame {
  /** Where the domain's paths begin: empty under a host name of its own. */
  readonly basePath: string
  /** Whom somebody signs in to. Undefined: that is not known. */
  readonly app: string | undefined
  readonly brand?: BrandLinks | undefined
  readonly texts: Pick<Texts, 'lang' | 'logo'>
}

/**
 * Boxes and classes are those of AWS's classic pages where test scripts look for them (observed: `.visible-lg`,
 * `.modal-body`); AWS has the form twice, once for small screens, and this page has it once.
 */
export function documentOf({ title, body }: Page, { basePath, app, brand = {}, texts }: Frame): string {
  return markupOf(html`<!doctype html>
<html lang="${texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}${app !== undefined && ` – ${app}`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${basePath}${STYLESHEET_PATH}?${STYLESHEET_VERSION}">
${
  brand.sheet !== undefined &&
  html`<link rel="stylesheet" href="${brand.sheet}">
`
}</head>
<body>
<div class="container"><div class="modal-dialog">
<main class="modal-content background-customizable modal-content-mobile visible-md visible-lg">
<div class="banner-customizable">${logoOf(brand, app, texts.logo)}${app !== undefined && html`<p>${app}</p>`}</div>
<div class="modal-body"><div><div>
<h1 class="textDescription-customizable">${title}</h1>
${body}
</div></div></div>
</main>
</div></div>
</body>
</html>
`)
}

/** Its text is the name of the app, which stands beside it: a reader need not hear that twice. */
function logoOf({ logo, darkLogo }: BrandLinks, app: string | undefined, name: string): Content {
  if (logo === undefined) return undefined
  const image = html`<img class="logo-customizable" src="${logo}" alt="${app === undefined ? name : ''}">`
  if (darkLogo === undefined) return image
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${darkLogo}">${image}</picture>`
}
