import type { JsonValue } from '../../../../kernel/json.ts'
import { type ColorName, DARK, LIGHT, type Palette, withColors } from '../html/palette.ts'
import { settingAt } from './setting.ts'
import { radius, type Scheme, sheetOf } from './sheet.ts'

type Mode = 'lightMode' | 'darkMode'

/** Stands where the name of the mode does. */
const MODE = Symbol('mode')

type Path = readonly (string | typeof MODE)[]

/**
 * Where the `Settings` of a style have a color (documented: AWS CLI reference, the example of
 * update-managed-login-branding, which has all of them). Which of our parts they are of is a local choice.
 */
const COLORS: Readonly<Partial<Record<ColorName, Path>>> = {
  page: ['components', 'pageBackground', MODE, 'color'],
  card: ['components', 'form', MODE, 'backgroundColor'],
  edge: ['components', 'form', MODE, 'borderColor'],
  text: ['components', 'pageText', MODE, 'bodyColor'],
  heading: ['components', 'pageText', MODE, 'headingColor'],
  quiet: ['components', 'pageText', MODE, 'descriptionColor'],
  label: ['componentClasses', 'inputLabel', MODE, 'textColor'],
  field: ['componentClasses', 'input', MODE, 'defaults', 'backgroundColor'],
  fieldEdge: ['componentClasses', 'input', MODE, 'defaults', 'borderColor'],
  placeholder: ['componentClasses', 'input', MODE, 'placeholderColor'],
  button: ['components', 'primaryButton', MODE, 'defaults', 'backgroundColor'],
  buttonText: ['components', 'primaryButton', MODE, 'defaults', 'textColor'],
  buttonHover: ['components', 'primaryButton', MODE, 'hover', 'backgroundColor'],
  buttonHoverText: ['components', 'primaryButton', MODE, 'hover', 'textColor'],
  other: ['components', 'secondaryButton', MODE, 'defaults', 'backgroundColor'],
  otherText: ['components', 'secondaryButton', MODE, 'defaults', 'textColor'],
  otherEdge: ['components', 'secondaryButton', MODE, 'defaults', 'borderColor'],
  provider: ['components', 'idpButton', 'standard', MODE, 'defaults', 'backgroundColor'],
  providerText: ['components', 'idpButton', 'standard', MODE, 'defaults', 'textColor'],
  providerEdge: ['components', 'idpButton', 'standard', MODE, 'defaults', 'borderColor'],
  link: ['componentClasses', 'link', MODE, 'defaults', 'textColor'],
  linkHover: ['componentClasses', 'link', MODE, 'hover', 'textColor'],
  focus: ['componentClasses', 'focusState', MODE, 'borderColor'],
  header: ['components', 'pageHeader', MODE, 'background', 'color'],
  headerEdge: ['components', 'pageHeader', MODE, 'borderColor'],
  footer: ['components', 'pageFooter', MODE, 'background', 'color'],
  footerEdge: ['components', 'pageFooter', MODE, 'borderColor'],
  bad: ['components', 'alert', MODE, 'error', 'borderColor'],
  badBack: ['components', 'alert', MODE, 'error', 'backgroundColor'],
  good: ['componentClasses', 'statusIndicator', MODE, 'success', 'borderColor'],
  goodBack: ['componentClasses', 'statusIndicator', MODE, 'success', 'backgroundColor'],
}

/** As the document has them: without `#`, and with two digits more for the opacity. */
const WRITTEN = /^#?([\da-f]{6}(?:[\da-f]{2})?)$/i

/** The stylesheet of a style's settings. */
export function managedLoginSheet(settings: JsonValue): string {
  return sheetOf({
    scheme: schemeOf(settings),
    light: paletteOf(settings, 'lightMode', LIGHT),
    dark: paletteOf(settings, 'darkMode', DARK),
    radii: {
      card: radius(settingAt(settings, ['components', 'form', 'borderRadius'])),
      button: radius(settingAt(settings, ['componentClasses', 'buttons', 'borderRadius'])),
      field: radius(settingAt(settings, ['componentClasses', 'input', 'borderRadius'])),
    },
  })
}

/** Where a style does not say, the browser's own setting decides (a local choice; the documented example says LIGHT). */
export function schemeOf(settings: JsonValue | undefined): Scheme {
  const mode = settingAt(settings, ['categories', 'global', 'colorSchemeMode'])
  return mode === 'LIGHT' ? 'light' : mode === 'DARK' ? 'dark' : 'light dark'
}

function paletteOf(settings: JsonValue, mode: Mode, base: Palette): Palette {
  const given = Object.entries(COLORS).flatMap(([name, path]) => {
    const value = settingAt(
      settings,
      path.map((part) => (part === MODE ? mode : part)),
    )
    const digits = typeof value === 'string' ? WRITTEN.exec(value)?.[1] : undefined
    return digits === undefined ? [] : [[name, `#${digits}`] as const]
  })
  return withColors(base, Object.fromEntries(given))
}
