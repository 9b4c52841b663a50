import { contrast, solid } from './color.ts'

/** The colors of a page, by what they are for. Values are `#rrggbb`. */
export interface Palette {
  readonly page: string
  readonly card: string
  readonly edge: string
  readonly header: string
  readonly headerEdge: string
  readonly footer: string
  readonly footerEdge: string
  readonly banner: string
  readonly bannerText: string
  readonly text: string
  readonly heading: string
  readonly quiet: string
  readonly label: string
  readonly field: string
  readonly fieldText: string
  readonly fieldEdge: string
  readonly placeholder: string
  readonly button: string
  readonly buttonText: string
  readonly buttonHover: string
  readonly buttonHoverText: string
  readonly other: string
  readonly otherText: string
  readonly otherEdge: string
  readonly provider: string
  readonly providerText: string
  readonly providerEdge: string
  readonly link: string
  readonly linkHover: string
  readonly focus: string
  readonly bad: string
  readonly badBack: string
  readonly good: string
  readonly goodBack: string
}

export type ColorName = keyof Palette

export const LIGHT: Palette = {
  page: '#f1f3f6',
  card: '#ffffff',
  edge: '#d5dae2',
  header: '#ffffff',
  headerEdge: '#d5dae2',
  footer: '#ffffff',
  footerEdge: '#d5dae2',
  banner: '#ffffff',
  bannerText: '#4d5561',
  text: '#16191f',
  heading: '#16191f',
  quiet: '#4d5561',
  label: '#16191f',
  field: '#ffffff',
  fieldText: '#16191f',
  fieldEdge: '#767e8a',
  placeholder: '#4d5561',
  button: '#0b57d0',
  buttonText: '#ffffff',
  buttonHover: '#0842a0',
  buttonHoverText: '#ffffff',
  other: '#ffffff',
  otherText: '#0b57d0',
  otherEdge: '#767e8a',
  provider: '#ffffff',
  providerText: '#0b57d0',
  providerEdge: '#767e8a',
  link: '#0b57d0',
  linkHover: '#0842a0',
  focus: '#0b57d0',
  bad: '#b3151c',
  badBack: '#fdf0f0',
  good: '#17643a',
  goodBack: '#ecf7f0',
}

export const DARK: Palette = {
  page: '#101317',
  card: '#1a1e24',
  edge: '#333a44',
  header: '#1a1e24',
  headerEdge: '#333a44',
  footer: '#1a1e24',
  footerEdge: '#333a44',
  banner: '#1a1e24',
  bannerText: '#aab2be',
  text: '#e9ecf1',
  heading: '#e9ecf1',
  quiet: '#aab2be',
  label: '#e9ecf1',
  field: '#12151a',
  fieldText: '#e9ecf1',
  fieldEdge: '#7b8593',
  placeholder: '#aab2be',
  button: '#8ab4f8',
  buttonText: '#10203a',
  buttonHover: '#aecbfa',
  buttonHoverText: '#10203a',
  other: '#1a1e24',
  otherText: '#8ab4f8',
  otherEdge: '#7b8593',
  provider: '#1a1e24',
  providerText: '#8ab4f8',
  providerEdge: '#7b8593',
  link: '#8ab4f8',
  linkHover: '#aecbfa',
  focus: '#8ab4f8',
  bad: '#ffb3ae',
  badBack: '#3a1d1f',
  good: '#9fdfb8',
  goodBack: '#15301f',
}

/** What goes by another color where only that one is given. */
const FOLLOWS: readonly (readonly [name: ColorName, followed: ColorName])[] = [
  ['banner', 'card'],
  ['bannerText', 'quiet'],
  ['header', 'card'],
  ['headerEdge', 'edge'],
  ['footer', 'card'],
  ['footerEdge', 'edge'],
  ['buttonHover', 'button'],
  ['buttonHoverText', 'buttonText'],
  ['heading', 'text'],
  ['label', 'text'],
  ['linkHover', 'link'],
  ['other', 'card'],
  ['provider', 'card'],
]

/** WCAG 2.2, success criterion 1.4.3, and 1.4.11 for what is no text. */
const TEXT = 4.5
const SHAPE = 3

const SEEN_ON: readonly (readonly [name: ColorName, on: ColorName, ratio: number])[] = [
  ['bannerText', 'banner', TEXT],
  ['text', 'card', TEXT],
  ['heading', 'card', TEXT],
  ['quiet', 'card', TEXT],
  ['label', 'card', TEXT],
  ['link', 'card', TEXT],
  ['linkHover', 'card', TEXT],
  ['fieldText', 'field', TEXT],
  ['placeholder', 'field', TEXT],
  ['buttonText', 'button', TEXT],
  ['buttonHoverText', 'buttonHover', TEXT],
  ['otherText', 'other', TEXT],
  ['providerText', 'provider', TEXT],
  ['bad', 'badBack', TEXT],
  ['good', 'goodBack', TEXT],
  ['fieldEdge', 'card', SHAPE],
  ['otherEdge', 'card', SHAPE],
  ['providerEdge', 'card', SHAPE],
  ['focus', 'card', SHAPE],
]

/**
 * A palette with somebody's own colors in it. What they have chosen stays as it is, also where it is hard to read; what
 * they have left open goes with it, and can be read on it.
 */
export function withColors(base: Palette, given: Readonly<Partial<Record<ColorName, string>>>): Palette {
  const colors: Record<ColorName, string> = { ...base }
  const isGiven = new Set<ColorName>()
  for (const [name, value] of Object.entries(given) as [ColorName, string][]) {
    const color = solid(value, base.page)
    if (color === undefined) continue
    colors[name] = color
    isGiven.add(name)
  }
  for (const [name, followed] of FOLLOWS) {
    if (isGiven.has(followed) && !isGiven.has(name)) colors[name] = colors[followed]
  }
  for (const [name, on, ratio] of SEEN_ON) {
    if (!isGiven.has(name)) colors[name] = readable(colors[name], colors[on], ratio)
  }
  return colors
}

/** One of black and white always does (their contrasts with any color are 4.58 and more). */
function readable(color: string, on: string, ratio: number): string {
  const candidates = [color, LIGHT.text, DARK.text, '#000000', '#ffffff']
  return candidates.find((each) => contrast(each, on) >= ratio) ?? color
}

/** As custom properties of CSS. */
export function variablesOf(palette: Palette): string {
  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return Object.entries(palette)
    .map(([name, value]) => `  --${kebab(name)}: ${value};\n`)
    .join('')
}
