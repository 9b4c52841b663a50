import { createHash } from 'node:crypto'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader } from '../../../../kernel/transaction.ts'
import type { SiteAsset } from '../../../../oauth/ports.ts'
import { ALL_CLIENTS, type BrandingRecord, type UiCustomizationRecord } from '../../attachments/records.ts'
import { brandingOf, uiCustomizations } from '../../attachments/repository.ts'
import { within } from '../../repository.ts'
import type { BrandLinks } from '../html/layout.ts'
import { classicSheet } from './classic.ts'
import { imageOf, imageOfExtension } from './image.ts'
import { managedLoginSheet, schemeOf, showsLogo } from './managed-login.ts'

export const BRAND_SHEET_PATH = '/assets/brand.css'
export const LOGO_PATH = '/assets/logo'
const DARK_LOGO_PATH = '/assets/logo-dark'

/** Files that differ by the app that a page is of, which their query names. */
export const BRAND_PATHS: ReadonlySet<string> = new Set([BRAND_SHEET_PATH, LOGO_PATH, DARK_LOGO_PATH])

/** How the pages of a client are to look: its files, by path. */
export type Brand = ReadonlyMap<string, SiteAsset>

export interface BrandPlace {
  readonly reader: Reader
  readonly place: Place
  readonly poolId: string
  readonly clientId: string
}

/**
 * What a client's pages look like. `unavailable`: pages of managed login, and the client has no style, so that AWS shows
 * none (documented: developer guide, "Managed login").
 */
export async function findBrand(at: BrandPlace, isManagedLogin: boolean): Promise<Brand | 'unavailable'> {
  const { reader, place, poolId, clientId } = at
  if (isManagedLogin) {
    const style = await brandingOf(reader, place, poolId, clientId)
    return style ? managedLoginBrand(style) : 'unavailable'
  }
  const find = (id: string) => uiCustomizations.find(reader, place, within(poolId, id))
  const customization = (await find(clientId)) ?? (await find(ALL_CLIENTS))
  return customization ? classicBrand(customization) : new Map()
}

function managedLoginBrand({ settings, assets }: BrandingRecord): Brand {
  const files = new Map<string, SiteAsset>()
  if (settings !== undefined) files.set(BRAND_SHEET_PATH, css(managedLoginSheet(settings)))
  if (!showsLogo(settings)) return files
  const logo = (mode: string) => {
    const logos = assets.filter(({ Category }) => Category === 'FORM_LOGO')
    const asset =
      logos.find(({ ColorMode }) => ColorMode === mode) ?? logos.find(({ ColorMode }) => ColorMode === 'DYNAMIC')
    return asset && imageOfExtension(asset.Extension, asset.bytes)
  }
  const [light, dark] = [logo('LIGHT'), logo('DARK')]
  const scheme = schemeOf(settings)
  const first = scheme === 'dark' ? (dark ?? light) : (light ?? dark)
  if (first) files.set(LOGO_PATH, first)
  if (scheme === 'light dark' && dark) files.set(DARK_LOGO_PATH, dark)
  return files
}

function classicBrand({ css: text, image }: UiCustomizationRecord): Brand {
  const files = new Map<string, SiteAsset>()
  if (text !== undefined) files.set(BRAND_SHEET_PATH, css(classicSheet(text)))
  const logo = imageOf(image)
  if (logo) files.set(LOGO_PATH, logo)
  return files
}

const css = (body: string): SiteAsset => ({ type: 'text/css;charset=UTF-8', body })

const DIGITS = 12

/** Where a page finds the files. What they are stands behind, so that a browser asks for one that has changed. */
export function brandLinks(brand: Brand, basePath: string, clientId: string): BrandLinks {
  const link = (path: string) => {
    const body = brand.get(path)?.body
    const version = body && createHash('sha256').update(body).digest('hex').slice(0, DIGITS)
    return version && `${basePath}${path}?${new URLSearchParams({ client_id: clientId, v: version })}`
  }
  return { sheet: link(BRAND_SHEET_PATH), logo: link(LOGO_PATH), darkLogo: link(DARK_LOGO_PATH) }
}
