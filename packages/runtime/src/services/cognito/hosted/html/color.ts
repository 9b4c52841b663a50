/** Red, green and blue, 0 to 255, and how much of what lies beneath is covered. */
interface Color {
  readonly rgb: readonly [number, number, number]
  readonly alpha: number
}

const HEX = /^#(?:[\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})$/i
const RGB = /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*([\d.]{1,8})\s*)?\)$/i

/** Those that stylesheets of sign-in pages use; of others it is not known how light they are. */
const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  blue: '#0000ff',
  gray: '#808080',
  green: '#008000',
  grey: '#808080',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
  maroon: '#800000',
  navy: '#000080',
  orange: '#ffa500',
  purple: '#800080',
  red: '#ff0000',
  silver: '#c0c0c0',
  teal: '#008080',
  white: '#ffffff',
  whitesmoke: '#f5f5f5',
  yellow: '#ffff00',
}

/** `#rrggbb` of a color in one of the usual notations, as it looks over another one. Undefined: it cannot be told. */
export function solid(text: string, over: string): string | undefined {
  const color = colorOf(text)
  const beneath = colorOf(over)
  if (!color || !beneath) return undefined
  const mixed = color.rgb.map((part, index) => part * color.alpha + (beneath.rgb[index] ?? 0) * (1 - color.alpha))
  return `#${mixed.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

/** From 1 to 21 (WCAG 2.2, "contrast ratio"). Both are `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function colorOf(text: string): Color | undefined {
  const value = text.trim().toLowerCase()
  const hex = NAMED[value] ?? value
  if (HEX.test(hex)) return fromHex(hex.slice(1))
  const [, red, green, blue, alpha = '1'] = RGB.exec(value) ?? []
  if (red === undefined) return undefined
  return { rgb: [capped(red, 255), capped(green, 255), capped(blue, 255)], alpha: capped(alpha, 1) }
}

function fromHex(digits: string): Color {
  const long = digits.length > 4 ? digits : digits.replace(/./g, '$&$&')
  const part = (at: number) => Number.parseInt(long.slice(at, at + 2), 16)
  return { rgb: [part(0), part(2), part(4)], alpha: long.length === 8 ? part(6) / 255 : 1 }
}

function capped(text: string | undefined, most: number): number {
  const value = Number(text)
  return Number.isFinite(value) ? Math.min(value, most) : most
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = (colorOf(hex)?.rgb ?? []).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
