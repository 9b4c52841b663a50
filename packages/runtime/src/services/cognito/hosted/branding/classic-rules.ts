/** A rule of somebody's stylesheet that can be taken over. */
export interface ClassicRule {
  /** Without the dot, and with a `:hover` or `:focus`. */
  readonly selectors: readonly string[]
  readonly declarations: readonly (readonly [property: string, value: string])[]
}

/** Documented: developer guide, "Hosted UI (classic) branding"; others are not taken. */
const SELECTORS: ReadonlySet<string> = new Set([
  'background-customizable',
  'banner-customizable',
  'errorMessage-customizable',
  'idpButton-customizable',
  'idpButton-customizable:hover',
  'idpDescription-customizable',
  'inputField-customizable',
  'inputField-customizable:focus',
  'label-customizable',
  'legalText-customizable',
  'logo-customizable',
  'passwordCheck-notValid-customizable',
  'passwordCheck-valid-customizable',
  'redirect-customizable',
  'socialButton-customizable',
  'submitButton-customizable',
  'submitButton-customizable:hover',
  'textDescription-customizable',
])

const PROPERTY = /^-?[a-z][a-z-]*$/
/** Numbers, words, colors and strings; nothing that loads, escapes or ends anything. */
const PLAIN = /^[\w\s.,%#+!()/-]+$/
const QUOTED = /"[\w\s.,-]*"|'[\w\s.,-]*'/g
const FUNCTION = /([\w-]*)\s*\(/g
const FUNCTIONS: ReadonlySet<string> = new Set(['rgb', 'rgba', 'hsl', 'hsla'])

/** What of a stylesheet can be taken over. Everything else is left out: at-rules, other selectors, other values. */
export function readClassicRules(css: string): readonly ClassicRule[] {
  return withoutComments(css)
    .split('}')
    .flatMap((text) => {
      const [selectors = '', block, nested] = text.split('{')
      const rule = block !== undefined && nested === undefined ? ruleOf(selectors, block) : undefined
      return rule ? [rule] : []
    })
}

function ruleOf(selectorList: string, block: string): ClassicRule | undefined {
  const selectors = selectorList.split(',').map((each) => each.trim())
  if (!selectors.every((each) => each.startsWith('.') && SELECTORS.has(each.slice(1)))) return undefined
  const declarations = block.split(';').flatMap((text) => {
    const colon = text.indexOf(':')
    const property = text.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    const value = text.slice(colon + 1).trim()
    return PROPERTY.test(property) && isHarmless(value) ? [[property, value] as const] : []
  })
  return { selectors: selectors.map((each) => each.slice(1)), declarations }
}

function isHarmless(value: string): boolean {
  const bare = value.replace(QUOTED, 'x')
  if (!PLAIN.test(bare) || bare.includes('/*') || bare.includes('*/') || !isClosed(bare)) return false
  return [...bare.matchAll(FUNCTION)].every(([, name = '']) => FUNCTIONS.has(name.toLowerCase()))
}

function isClosed(value: string): boolean {
  let open = 0
  for (const character of value) {
    if (character === '(') open++
    else if (character === ')' && --open < 0) return false
  }
  return open === 0
}

/** A comment that does not end reaches to the end. */
function withoutComments(css: string): string {
  const kept: string[] = []
  let from = 0
  while (from < css.length) {
    const start = css.indexOf('/*', from)
    kept.push(css.slice(from, start < 0 ? undefined : start))
    const end = start < 0 ? -1 : css.indexOf('*/', start + 2)
    if (end < 0) break
    from = end + 2
  }
  return kept.join(' ')
}
