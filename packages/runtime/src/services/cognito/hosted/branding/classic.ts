import { solid } from '../html/color.ts'
import { type ColorName, LIGHT, withColors } from '../html/palette.ts'
import { type ClassicRule, readClassicRules } from './classic-rules.ts'
import { sheetOf } from './sheet.ts'

/** The colors of ours that a class is about. */
const PARTS: Readonly<Record<string, { readonly back?: ColorName; readonly text?: ColorName }>> = {
  'background-customizable': { back: 'card', text: 'text' },
  'banner-customizable': { back: 'banner', text: 'bannerText' },
  'errorMessage-customizable': { back: 'badBack', text: 'bad' },
  'idpButton-customizable': { back: 'provider', text: 'providerText' },
  'inputField-customizable': { back: 'field', text: 'fieldText' },
  'label-customizable': { text: 'label' },
  'legalText-customizable': { text: 'quiet' },
  'submitButton-customizable': { back: 'button', text: 'buttonText' },
  'submitButton-customizable:hover': { back: 'buttonHover', text: 'buttonHoverText' },
  'textDescription-customizable': { text: 'heading' },
}

/** Of one's own, and not of the quieter buttons beside it, which have colors of theirs. */
const NARROWED: Readonly<Record<string, string>> = {
  'submitButton-customizable': 'submitButton-customizable:not(.other)',
  'submitButton-customizable:hover': 'submitButton-customizable:not(.other):hover',
}

/**
 * The stylesheet of the classic pages. They are light, whatever the browser is set to, as those are that it was written
 * for; what it leaves open goes with what it sets.
 */
export function classicSheet(css: string): string {
  const rules = readClassicRules(css)
  const colors = colorsOf(rules)
  const light = withColors(LIGHT, colors)
  const radii = { card: undefined, button: undefined, field: undefined }
  return `${sheetOf({ scheme: 'light', light, dark: light, radii })}${colors.banner ? BELOW_BANNER : ''}${rules.map(written).join('')}`
}

/** A banner of another color ends where the page begins. */
const BELOW_BANNER = '.modal-body {\n  padding-top: 1.25rem;\n}\n'

function colorsOf(rules: readonly ClassicRule[]): Partial<Record<ColorName, string>> {
  const given: Partial<Record<ColorName, string>> = {}
  for (const { selectors, declarations } of rules) {
    for (const [property, value] of declarations) {
      const color = solid(value.replace(/\s*!important$/i, ''), LIGHT.page)
      if (color === undefined) continue
      for (const selector of selectors) {
        const { back, text } = PARTS[selector] ?? {}
        const name = property === 'color' ? text : isBackground(property) ? back : undefined
        if (name) given[name] = color
      }
    }
  }
  return given
}

const isBackground = (property: string) => property === 'background-color' || property === 'background'

function written({ selectors, declarations }: ClassicRule): string {
  const list = selectors.map((each) => `.${NARROWED[each] ?? each}`).join(', ')
  return `${list} {\n${declarations.map(([property, value]) => `  ${property}: ${value};\n`).join('')}}\n`
}
