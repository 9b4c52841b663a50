import type { SiteAsset } from '../../../../oauth/ports.ts'

/** By the `Extension` of an asset (documented: API reference, AssetType). */
const TYPES: Readonly<Record<string, string>> = {
  ICO: 'image/x-icon',
  JPEG: 'image/jpeg',
  PNG: 'image/png',
  SVG: 'image/svg+xml',
  WEBP: 'image/webp',
}

export function imageOfExtension(extension: string, base64: string | undefined): SiteAsset | undefined {
  const type = TYPES[extension]
  return base64 === undefined || type === undefined ? undefined : { type, body: Buffer.from(base64, 'base64') }
}

const STARTS = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
] as const

/** A logo of the classic pages: PNG or JPEG (documented), which it does not say itself. Others are not shown. */
export function imageOf(base64: string | undefined): SiteAsset | undefined {
  if (base64 === undefined) return undefined
  const body = Buffer.from(base64, 'base64')
  const type = STARTS.find(([, start]) => body.subarray(0, start.length).equals(start))?.[0]
  return type && { type, body }
}
