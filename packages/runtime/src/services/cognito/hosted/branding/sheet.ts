import type { JsonValue } from '../../../../kernel/json.ts'
import { type Palette, variablesOf } from '../html/palette.ts'

/** As the property `color-scheme` has it. */
export type Scheme = 'light' | 'dark' | 'light dark'

export interface Look {
  readonly scheme: Scheme
  readonly light: Palette
  readonly dark: Palette
  /** Lengths of CSS; undefined: as on all pages. */
  readonly radii: Readonly<Record<'card' | 'button' | 'field', string | undefined>>
}

/** Comes after the stylesheet of all pages, and so wins against it. */
export function sheetOf({ scheme, light, dark, radii }: Look): string {
  const rounded = Object.entries(radii).flatMap(([part, length]) =>
    length ? [`  --${part}-radius: ${length};\n`] : [],
  )
  const first = scheme === 'dark' ? dark : light
  const sheet = `:root {\n  color-scheme: ${scheme};\n${variablesOf(first)}${rounded.join('')}}\n`
  if (scheme !== 'light dark') return sheet
  return `${sheet}@media (prefers-color-scheme: dark) {\n:root {\n${variablesOf(dark)}}\n}\n`
}

const MAX_RADIUS = 100

/** Pixels. */
export function radius(value: JsonValue | undefined): string | undefined {
  const isLength = typeof value === 'number' && value >= 0 && value <= MAX_RADIUS
  return isLength ? `${Number(value.toFixed(2))}px` : undefined
}
