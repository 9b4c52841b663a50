import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast } from '../html/color.ts'
import { DARK, LIGHT, withColors } from '../html/palette.ts'
import { classicSheet } from './classic.ts'
import { readClassicRules } from './classic-rules.ts'
import { managedLoginSheet } from './managed-login.ts'

const variable = (sheet: string, name: string) =>
  [...sheet.matchAll(new RegExp(`--${name}: ([^;]*);`, 'g'))].map(([, value]) => value)

describe('colors of somebody’s own', () => {
  const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

  it('leave the rest readable, whatever they are', () => {
    fc.assert(
      fc.property(anyColor, anyColor, fc.constantFrom(LIGHT, DARK), (card, button, base) => {
        const palette = withColors(base, { card, button })
        expect(palette).toMatchObject({ card, button, buttonHover: button })
        expect(contrast(palette.text, palette.card)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(palette.link, palette.card)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(palette.buttonText, palette.button)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(palette.focus, palette.card)).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  it('stay as they are where they are hard to read', () => {
    expect(withColors(LIGHT, { button: '#ffffff', buttonText: '#eeeeee' })).toMatchObject({ buttonText: '#eeeeee' })
  })

  it.each([LIGHT, DARK])('are not needed: the pages can be read without any', (base) => {
    expect(withColors(base, {})).toEqual(base)
  })
})

describe('the settings of a style of managed login', () => {
  const primaryButton = {
    lightMode: { defaults: { backgroundColor: 'aa0000ff' } },
    darkMode: { defaults: { backgroundColor: '00ffccff', textColor: '001122ff' } },
  }

  it('give each theme its colors, and the corners their radius', () => {
    const sheet = managedLoginSheet({
      components: { primaryButton, form: { borderRadius: 4 } },
      categories: { global: { colorSchemeMode: 'DYNAMIC' } },
    })
    expect(variable(sheet, 'button')).toEqual(['#aa0000', '#00ffcc'])
    expect(variable(sheet, 'button-text')).toEqual(['#ffffff', '#001122'])
    expect(variable(sheet, 'card-radius')).toEqual(['4px'])
    expect(sheet).toContain('color-scheme: light dark;')
  })

  it.each([
    ['LIGHT', 'light', '#aa0000'],
    ['DARK', 'dark', '#00ffcc'],
  ])('may have one theme only: %s', (colorSchemeMode, scheme, button) => {
    const sheet = managedLoginSheet({ components: { primaryButton }, categories: { global: { colorSchemeMode } } })
    expect(sheet).toContain(`color-scheme: ${scheme};`)
    expect(variable(sheet, 'button')).toEqual([button])
    expect(sheet).not.toContain('@media')
  })

  it('count only where they are what AWS documents', () => {
    const plain = managedLoginSheet({})
    for (const backgroundColor of ['red', 'url(x)', 'ffffff;}', 17, null, { a: 1 }]) {
      const form = { lightMode: { backgroundColor }, borderRadius: '4px}' }
      expect(managedLoginSheet({ components: { form } })).toBe(plain)
    }
    expect(managedLoginSheet([])).toBe(plain)
  })
})

describe('a stylesheet of the classic pages', () => {
  it('keeps the documented classes, in one theme', () => {
    const sheet = classicSheet(`
      /* ours */
      .submitButton-customizable { background-color: #337ab7; font-weight: bold }
      .submitButton-customizable:hover, .idpButton-customizable:hover { color: rgb(1, 2, 3); }
    `)
    expect(sheet).toContain('color-scheme: light;')
    expect(sheet).toContain(
      '.submitButton-customizable:not(.other) {\n  background-color: #337ab7;\n  font-weight: bold;\n}',
    )
    expect(sheet).toContain(
      '.submitButton-customizable:not(.other):hover, .idpButton-customizable:hover {\n  color: rgb(1, 2, 3);\n}',
    )
  })

  it('makes what it leaves open go with it', () => {
    const [text = ''] = variable(classicSheet('.background-customizable { background-color: #222 }'), 'text')
    expect(contrast(text, '#222222')).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['another class', '.modal-content { color: red }'],
    ['another selector', 'body { color: red }'],
    ['a class inside another', '.banner-customizable .x { color: red }'],
    ['one good and one other', '.banner-customizable, body { color: red }'],
    ['a rule of rules', '@media print { .banner-customizable { color: red } }'],
    ['an import', '@import "http://evil.example/x.css"; .banner-customizable { color: red }'],
  ])('does not bring %s', (_name, css) => {
    expect(readClassicRules(css)).toEqual([])
  })

  it.each([
    'background: url(http://evil.example/x)',
    'background: URL( "x" )',
    'background: image-set("x" 1x)',
    'width: expression(alert(1))',
    'color: \\72 ed',
    'color: red; }</style><script>alert(1)</script>',
    'color: var(--x)',
    'color: rgb(1',
    'font-family: "a',
    '--x: 1',
    'color',
    'COLOR: ',
  ])('does not bring the value of %s', (declaration) => {
    const sheet = classicSheet(`.banner-customizable { ${declaration} }`)
    expect(sheet).not.toMatch(/url|image-set|expression|\\|<|var\(|evil|--x|"/i)
    const declarations = readClassicRules(`.banner-customizable { ${declaration} }`).flatMap(
      (each) => each.declarations,
    )
    expect(declarations.filter(([, value]) => value !== 'red')).toEqual([])
  })

  it('never becomes anything else than rules of these classes, whatever it is', () => {
    const parts = [
      '.banner-customizable',
      '{',
      '}',
      ';',
      ':',
      '/*',
      '*/',
      '@import',
      'url(',
      '"',
      "'",
      '(',
      ')',
      '\\',
      '<',
      ',',
      'color',
      'red',
      ' ',
      '\n',
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 40 }), (pieces) => {
        const rules = classicSheet(pieces.join('')).split('}\n').slice(1, -1)
        for (const rule of rules) {
          expect(rule).toMatch(
            /^(?:\.[\w-]+-customizable[\w():.-]*(?:, )?)+ \{\n(?: {2}[a-z-]+: [\w\s.,%#+!()/'"-]+;\n)*$/,
          )
          expect(rule).not.toMatch(/url\s*\(|\/\*|@/i)
        }
      }),
    )
  })

  it('takes its time in proportion to its length', () => {
    expect(readClassicRules('/*'.repeat(60_000))).toEqual([])
    expect(readClassicRules(`.banner-customizable{color:${'('.repeat(100_000)}}`)).toMatchObject([{ declarations: [] }])
  })
})
