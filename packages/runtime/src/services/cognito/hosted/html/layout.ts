import type { Texts } from '../texts/texts.ts'
import { type Content, html, markupOf } from './html.ts'
import { STYLESHEET_PATH, STYLESHEET_VERSION } from './stylesheet.ts'

/** A page without its frame. */
export interface Page {
  /** Of the window, and the page's heading. */
  readonly title: string
  readonly body: Content
}

/** Addresses of a picture. `dark` is for browsers that are set to dark colors, where it is another one. */
export interface PictureLinks {
  readonly usual: string
  readonly dark?: string | undefined
}

interface BarLinks {
  readonly logo?: PictureLinks | undefined
}

/** Addresses of what an app's own look is made of. */
export interface BrandLinks {
  readonly sheet?: string | undefined
  readonly logo?: PictureLinks | undefined
  /** Bars above and below the page. Undefined: there is none. */
  readonly header?: BarLinks | undefined
  readonly footer?: BarLinks | undefined
  /** What windows are shown by; of several a browser takes one that it knows. */
  readonly icons?: readonly PictureLinks[] | undefined
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
${iconsOf(brand)}
<link rel="stylesheet" href="${basePath}${STYLESHEET_PATH}?${STYLESHEET_VERSION}">
${
  brand.sheet !== undefined &&
  html`<link rel="stylesheet" href="${brand.sheet}">
`
}</head>
<body>
${
  brand.header &&
  html`<header class="page-header">${pictureOf(brand.header.logo)}</header>
`
}<div class="container"><div class="modal-dialog">
<main class="modal-content background-customizable modal-content-mobile visible-md visible-lg">
<div class="banner-customizable">${logoOf(brand, app, texts.logo)}${app !== undefined && html`<p>${app}</p>`}</div>
<div class="modal-body"><div><div>
<h1 class="textDescription-customizable">${title}</h1>
${body}
</div></div></div>
</main>
</div></div>
${
  brand.footer &&
  html`<footer class="page-footer">${pictureOf(brand.footer.logo)}</footer>
`
}</body>
</html>
`)
}

/** Its text is the name of the app, which stands beside it: a reader need not hear that twice. */
function logoOf({ logo }: BrandLinks, app: string | undefined, name: string): Content {
  return logo && html`<div class="logo">${pictureOf(logo, app === undefined ? name : '')}</div>`
}

function pictureOf(picture: PictureLinks | undefined, text = ''): Content {
  if (picture === undefined) return undefined
  const { usual, dark } = picture
  const image = html`<img class="logo-customizable" src="${usual}" alt="${text}">`
  if (dark === undefined) return image
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}">${image}</picture>`
}

/** A page without one says so, or browsers would ask for `/favicon.ico`. */
function iconsOf({ icons = [] }: BrandLinks): Content {
  if (icons.length === 0) return html`<link rel="icon" href="data:,">`
  return icons.map(
    ({ usual, dark }) =>
      html`<link rel="icon" href="${usual}">${
        dark !== undefined && html`<link rel="icon" href="${dark}" media="(prefers-color-scheme: dark)">`
      }`,
  )
}
