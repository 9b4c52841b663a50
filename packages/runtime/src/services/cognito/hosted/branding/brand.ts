import { createHash } from 'node:crypto'
import type { Place } from '../../../../kernel/place.ts'
import type { Reader } from '../../../../kernel/transaction.ts'
import type { SiteAsset } from '../../../../oauth/ports.ts'
import { ALL_CLIENTS, type BrandingRecord, type UiCustomizationRecord } from '../../attachments/records.ts'
import { brandingOf, uiCustomizations } from '../../attachments/repository.ts'
import { within } from '../../repository.ts'
import type { BrandLinks, PictureLinks } from '../html/layout.ts'
import { classicSheet } from './classic.ts'
import { imageOf } from './image.ts'
import { managedLoginSheet, schemeOf } from './managed-login.ts'
import { partRules } from './part-rules.ts'
import { hasFooter, hasHeader, PICTURE_NAMES, type PictureName, picturesOf } from './pictures.ts'

const FOLDER = '/assets/'
export const BRAND_SHEET_PATH = `${FOLDER}brand.css`
const usualPath = (name: PictureName) => `${FOLDER}${name}`
const darkPath = (name: PictureName) => `${FOLDER}${name}-dark`

/** Files that differ by the app that a page is of, which their query names. */
export const BRAND_PATHS: ReadonlySet<string> = new Set([
  BRAND_SHEET_PATH,
  ...PICTURE_NAMES.flatMap((name) => [usualPath(name), darkPath(name)]),
])

/** How the pages of a client are to look. */
export interface Brand {
  /** By path. */
  readonly files: ReadonlyMap<string, SiteAsset>
  readonly hasHeader: boolean
  readonly hasFooter: boolean
}

export const PLAIN: Brand = { files: new Map(), hasHeader: false, hasFooter: false }

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
    return style ? managedLoginBrand(style, clientId) : 'unavailable'
  }
  const find = (id: string) => uiCustomizations.find(reader, place, within(poolId, id))
  const customization = (await find(clientId)) ?? (await find(ALL_CLIENTS))
  return customization ? classicBrand(customization) : PLAIN
}

function managedLoginBrand(style: BrandingRecord, clientId: string): Brand {
  const { settings } = style
  const files = new Map<string, SiteAsset>()
  const pictures = picturesOf(style, schemeOf(settings))
  for (const [name, { usual, dark }] of pictures) {
    if (usual) files.set(usualPath(name), usual)
    if (dark && dark !== 'none') files.set(darkPath(name), dark)
  }
  // A stylesheet finds what lies beside it by its name alone.
  const beside = (path: string) => linkTo(files, path, clientId)?.slice(FOLDER.length)
  const urls = [...pictures].map(([name, { dark }]) => {
    return [name, { usual: beside(usualPath(name)), dark: dark === 'none' ? dark : beside(darkPath(name)) }] as const
  })
  const sheet = `${settings === undefined ? '' : managedLoginSheet(settings)}${partRules(settings, new Map(urls))}`
  if (sheet !== '') files.set(BRAND_SHEET_PATH, css(sheet))
  return { files, hasHeader: hasHeader(settings), hasFooter: hasFooter(settings) }
}

function classicBrand({ css: text, image }: UiCustomizationRecord): Brand {
  const files = new Map<string, SiteAsset>()
  if (text !== undefined) files.set(BRAND_SHEET_PATH, css(classicSheet(text)))
  const logo = imageOf(image)
  if (logo) files.set(usualPath('logo'), logo)
  return { ...PLAIN, files }
}

const css = (body: string): SiteAsset => ({ type: 'text/css;charset=UTF-8', body })

const DIGITS = 12

/** What a file is stands behind its path, so that a browser asks for one that has changed. */
function linkTo(files: Brand['files'], path: string, clientId: string): string | undefined {
  const body = files.get(path)?.body
  const version = body && createHash('sha256').update(body).digest('hex').slice(0, DIGITS)
  return version && `${path}?${new URLSearchParams({ client_id: clientId, v: version })}`
}

/** Where a page finds the files. */
export function brandLinks({ files, ...has }: Brand, basePath: string, clientId: string): BrandLinks {
  const link = (path: string) => {
    const address = linkTo(files, path, clientId)
    return address && `${basePath}${address}`
  }
  const picture = (name: PictureName): PictureLinks | undefined => {
    const dark = link(darkPath(name))
    // A logo of the other mode is better than none (a local choice).
    const usual = link(usualPath(name)) ?? dark
    return usual === undefined ? undefined : { usual, dark: dark === usual ? undefined : dark }
  }
  const icons = (['favicon-ico', 'favicon-svg'] as const).flatMap((name) => picture(name) ?? [])
  return {
    sheet: link(BRAND_SHEET_PATH),
    logo: picture('logo'),
    header: has.hasHeader ? { logo: picture('header-logo') } : undefined,
    footer: has.hasFooter ? { logo: picture('footer-logo') } : undefined,
    icons,
  }
}
