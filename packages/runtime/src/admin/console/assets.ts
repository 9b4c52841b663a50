import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { own } from '../../kernel/own.ts'
import type { HeaderList, WireRequest, WireResponse } from '../../kernel/wire.ts'
import { json } from '../json.ts'
import { FILE_HEADERS } from './security-headers.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}
/** Neither a path nor a file that hides. */
const NAME = /^[\w-][\w.-]{0,200}$/
/** What Vite puts into a name: it changes with the content. */
const HASHED = /-[\w-]{8}\.\w+$/
const COMPRESSES = /^text\/|json$|svg/
const CODINGS = ['br', 'gzip'] as const
const MIN_BYTES = 1024

type Coding = (typeof CODINGS)[number]

const COMPRESSION: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
}

interface Asset {
  readonly headers: HeaderList
  readonly bytes: Buffer
  readonly mayBeCoded: boolean
  /** Made when the first client takes it; each file has at most one of each. */
  readonly coded: Map<Coding, Promise<Buffer>>
}

/** The files that the console's page loads, each read once. */
export class ConsoleAssets {
  readonly #folder: string
  readonly #known = new Map<string, Promise<Asset | undefined>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** `name` comes from outside. */
  async answer({ headers }: Pick<WireRequest, 'headers'>, folder: '.' | 'assets', name: string): Promise<WireResponse> {
    const type = NAME.test(name) ? own(TYPES, extname(name)) : undefined
    const asset = type === undefined ? undefined : await this.#find(join(folder, name), type)
    if (!asset) return json(404, { error: 'the console has no such file' })
    const coding = codingFor(asset, headers['accept-encoding'])
    if (!coding) return { status: 200, headers: asset.headers, body: asset.bytes }
    const body = asset.coded.get(coding) ?? COMPRESSION[coding](asset.bytes)
    asset.coded.set(coding, body)
    return { status: 200, headers: [...asset.headers, ['Content-Encoding', coding]], body: await body }
  }

  /** Names that lead nowhere are not remembered: there are any number of them. */
  async #find(path: string, type: string): Promise<Asset | undefined> {
    const reading = this.#known.get(path) ?? read(join(this.#folder, path), type)
    this.#known.set(path, reading)
    try {
      const asset = await reading
      if (!asset) this.#known.delete(path)
      return asset
    } catch (error) {
      this.#known.delete(path)
      throw error
    }
  }
}

async function read(path: string, type: string): Promise<Asset | undefined> {
  const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
  try {
    const bytes = await readFile(path)
    const headers = [
      ['Content-Type', type],
      ['Cache-Control', caching],
      ['Vary', 'Accept-Encoding'],
      ...FILE_HEADERS,
    ] as const
    return { headers, bytes, mayBeCoded: COMPRESSES.test(type) && bytes.length >= MIN_BYTES, coded: new Map() }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function codingFor({ mayBeCoded }: Asset, accepted = ''): Coding | undefined {
  return mayBeCoded ? CODINGS.find((coding) => TAKES[coding].test(accepted)) : undefined
}

/** Named, and not with a weight of nothing (RFC 9110, section 12.5.3). */
const TAKES: Readonly<Record<Coding, RegExp>> = {
  br: /(?:^|,)\s*br\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i,
  gzip: /(?:^|,)\s*gzip\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i,
}
