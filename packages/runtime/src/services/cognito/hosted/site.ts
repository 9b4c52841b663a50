import type { Site } from '../../../oauth/ports.ts'
import { BRAND_PATHS } from './branding/brand.ts'
import { documentOf } from './html/layout.ts'
import { STYLESHEET, STYLESHEET_PATH } from './html/stylesheet.ts'
import { linkPages } from './links/index.ts'
import { hostedPages } from './pages/index.ts'
import { en } from './texts/en.ts'
import { errorPage } from './views/messages.ts'

/** What every domain serves to browsers. */
export const site: Site = {
  pagePaths: new Set(hostedPages.map(({ path }) => path)),
  linkPaths: new Set(linkPages.map(({ path }) => path)),
  assets: new Map([[STYLESHEET_PATH, { type: 'text/css;charset=UTF-8', body: STYLESHEET }]]),
  appAssetPaths: BRAND_PATHS,
  message: (text, basePath) => documentOf(errorPage(en, text), { basePath, app: undefined, texts: en }),
}
