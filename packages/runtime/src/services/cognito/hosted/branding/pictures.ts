import type { JsonValue } from '../../../../kernel/json.ts'
import type { SiteAsset } from '../../../../oauth/ports.ts'
import type { AssetRecord, BrandingRecord } from '../../attachments/records.ts'
import { imageOfExtension } from './image.ts'
import { settingAt } from './setting.ts'
import type { Scheme } from './sheet.ts'

interface Kind {
  /** Of the style's assets (model). */
  readonly category: string
  isShown(settings: JsonValue | undefined): boolean
}

const isOn = (settings: JsonValue | undefined, ...path: readonly string[]) => settingAt(settings, path) === true

export const hasHeader = (settings: JsonValue | undefined) =>
  isOn(settings, 'categories', 'global', 'pageHeader', 'enabled')

export const hasFooter = (settings: JsonValue | undefined) =>
  isOn(settings, 'categories', 'global', 'pageFooter', 'enabled')

/** All types where a style does not say, as in the documented example. */
function hasIcon(settings: JsonValue | undefined, type: string): boolean {
  const types = settingAt(settings, ['components', 'favicon', 'enabledTypes'])
  return !Array.isArray(types) || types.includes(type)
}

/**
 * Pictures that pages show, by the name that they are served under. Which settings switch them on is documented by the
 * AWS CLI reference, the example of update-managed-login-branding. Where a style does not say, it is as there: the
 * background of the page and icons are shown, others are not.
 */
const KINDS = {
  'favicon-ico': { category: 'FAVICON_ICO', isShown: (settings) => hasIcon(settings, 'ICO') },
  'favicon-svg': { category: 'FAVICON_SVG', isShown: (settings) => hasIcon(settings, 'SVG') },
  'footer-background': {
    category: 'PAGE_FOOTER_BACKGROUND',
    isShown: (settings) =>
      hasFooter(settings) && isOn(settings, 'components', 'pageFooter', 'backgroundImage', 'enabled'),
  },
  'footer-logo': {
    category: 'PAGE_FOOTER_LOGO',
    isShown: (settings) => hasFooter(settings) && isOn(settings, 'components', 'pageFooter', 'logo', 'enabled'),
  },
  'form-background': {
    category: 'FORM_BACKGROUND',
    isShown: (settings) => isOn(settings, 'components', 'form', 'backgroundImage', 'enabled'),
  },
  'header-background': {
    category: 'PAGE_HEADER_BACKGROUND',
    isShown: (settings) =>
      hasHeader(settings) && isOn(settings, 'components', 'pageHeader', 'backgroundImage', 'enabled'),
  },
  'header-logo': {
    category: 'PAGE_HEADER_LOGO',
    isShown: (settings) => hasHeader(settings) && isOn(settings, 'components', 'pageHeader', 'logo', 'enabled'),
  },
  logo: {
    category: 'FORM_LOGO',
    isShown: (settings) => isOn(settings, 'components', 'form', 'logo', 'enabled'),
  },
  'page-background': {
    category: 'PAGE_BACKGROUND',
    isShown: (settings) => settingAt(settings, ['components', 'pageBackground', 'image', 'enabled']) !== false,
  },
} satisfies Readonly<Record<string, Kind>>

export type PictureName = keyof typeof KINDS

export const PICTURE_NAMES = Object.keys(KINDS) as readonly PictureName[]

/** `dark` is what browsers that are set to dark colors show in its place, on pages that go by that. */
export interface Picture {
  readonly usual?: SiteAsset | undefined
  readonly dark?: SiteAsset | 'none' | undefined
}

/**
 * A picture is shown in its mode only, and one without a mode of its own in both (documented: API reference, AssetType).
 */
export function picturesOf(
  { settings, assets }: Pick<BrandingRecord, 'settings' | 'assets'>,
  scheme: Scheme,
): ReadonlyMap<PictureName, Picture> {
  const shown = PICTURE_NAMES.filter((name) => KINDS[name].isShown(settings))
  return new Map(
    shown.map((name) => {
      const { category } = KINDS[name]
      const [light, dark] = [assetIn(assets, category, 'LIGHT'), assetIn(assets, category, 'DARK')]
      const usual = imageOf(scheme === 'dark' ? dark : light)
      return [name, scheme === 'light dark' && dark !== light ? { usual, dark: imageOf(dark) ?? 'none' } : { usual }]
    }),
  )
}

function assetIn(assets: readonly AssetRecord[], category: string, mode: string): AssetRecord | undefined {
  const own = assets.filter(({ Category }) => Category === category)
  return own.find(({ ColorMode }) => ColorMode === mode) ?? own.find(({ ColorMode }) => ColorMode === 'DYNAMIC')
}

const imageOf = (asset: AssetRecord | undefined) => asset && imageOfExtension(asset.Extension, asset.bytes)
