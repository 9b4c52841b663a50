import type { JsonValue } from '../../../../kernel/json.ts'
import { PHONE_WIDTH } from '../html/stylesheet.ts'
import type { PictureName } from './pictures.ts'
import { settingAt } from './setting.ts'

/** Addresses of a picture, as a stylesheet has them; `none` where there is no such picture. */
export interface PictureUrls {
  readonly usual?: string | undefined
  readonly dark?: string | undefined
}

const BACKGROUNDS: readonly (readonly [name: PictureName, selector: string])[] = [
  ['footer-background', '.page-footer'],
  ['form-background', '.modal-content'],
  ['header-background', '.page-header'],
  ['page-background', 'body'],
]

/** Values of a `location`; `END` is inferred, the others stand in the documented example. */
const PLACES: ReadonlyMap<unknown, string> = new Map([
  ['CENTER', 'center'],
  ['END', 'flex-end'],
  ['START', 'flex-start'],
])

/** The rules for what a page has only with a style: pictures behind its parts, and where they stand. */
export function partRules(settings: JsonValue | undefined, pictures: ReadonlyMap<PictureName, PictureUrls>): string {
  const rules = BACKGROUNDS.map(([name, selector]) => {
    const { usual, dark } = pictures.get(name) ?? {}
    return `${usual ? picture(selector, usual) : ''}${dark ? `@media (prefers-color-scheme: dark) {\n${picture(selector, dark)}}\n` : ''}`
  })
  // The banner lies on the form, whose picture would end below it.
  const banner = pictures.has('form-background') ? '.banner-customizable {\n  background: none;\n}\n' : ''
  return `${rules.join('')}${banner}${placesIn(settings)}`
}

function picture(selector: string, url: string): string {
  const image = url === 'none' ? url : `url("${url}")`
  return `${selector} {\n  background-image: ${image};\n}\n`
}

function placesIn(settings: JsonValue | undefined): string {
  const place = (...path: readonly string[]) => PLACES.get(settingAt(settings, path))
  const rule = (selector: string, property: string, value: string | undefined) =>
    value === undefined ? '' : `${selector} {\n  ${property}: ${value};\n}\n`
  const form = [
    rule('.container', 'justify-content', place('categories', 'form', 'location', 'horizontal')),
    rule('.container', 'align-items', place('categories', 'form', 'location', 'vertical')),
  ].join('')
  return [
    // On a phone the form is as large as the page.
    form && `@media (min-width: ${PHONE_WIDTH}) {\n${form}}\n`,
    rule('.logo', 'justify-content', place('components', 'form', 'logo', 'location')),
    rule('.page-header', 'justify-content', place('components', 'pageHeader', 'logo', 'location')),
    rule('.page-footer', 'justify-content', place('components', 'pageFooter', 'logo', 'location')),
  ].join('')
}
