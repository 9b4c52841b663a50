import { createRequire } from 'node:module'
import type { XMLParser } from 'fast-xml-parser'
import { documentTooLarge, malformedXml } from './wire-errors.ts'

/** An element of a document that was read: names without prefix. */
export interface XmlNode {
  readonly name: string
  readonly text: string
  named(name: string): readonly XmlNode[]
  attribute(name: string): string | undefined
}

const TEXT = '#text'
const ATTRIBUTES = ':@'

/** Room for the longest lists that S3 takes: 10,000 parts of an upload, 1,000 keys to delete. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024

/** Eight tags for each part are 80,000; every one costs far more than its bytes. */
const MAX_TAGS = 200_000

/** Reads a request's XML; refuses what is not well-formed, document types, and deep nesting (100 levels). */
export function parseXml(body: Buffer): XmlNode {
  if (body.length > MAX_DOCUMENT_BYTES) throw documentTooLarge()
  const text = body.toString('utf8')
  if (hasMoreTags(text, MAX_TAGS)) throw documentTooLarge()
  if (text.includes('<!DOCTYPE') || text.includes('\0')) throw malformedXml()
  let document: unknown
  try {
    if (library().XMLValidator.validate(text) !== true) throw malformedXml()
    document = xmlParser().parse(text)
  } catch {
    throw malformedXml()
  }
  const root = Array.isArray(document) ? document.map(toNode).find((node) => node !== undefined) : undefined
  if (!root) throw malformedXml()
  return root
}

function hasMoreTags(text: string, most: number): boolean {
  let tags = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) if (++tags > most) return true
  return false
}

let loaded: typeof import('fast-xml-parser') | undefined

/** Loaded with the first XML body: a start must not pay for it. */
function library(): typeof import('fast-xml-parser') {
  loaded ??= createRequire(import.meta.filename)('fast-xml-parser') as typeof import('fast-xml-parser')
  return loaded
}

function xmlParser(): XMLParser {
  return new (library().XMLParser)({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: { enabled: true, maxExpandedLength: 10_000_000, maxEntityCount: 0 },
  })
}

/** The parser's ordered form: an array of `{ name: children, ':@': attributes }` and `{ '#text': … }`. */
function toNode(entry: unknown): XmlNode | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const record = entry as Record<string, unknown>
  const name = Object.keys(record).find((key) => key !== ATTRIBUTES && key !== TEXT)
  if (!name) return undefined
  const content = Array.isArray(record[name]) ? (record[name] as Record<string, unknown>[]) : []
  const children = content.map(toNode).filter((node) => node !== undefined)
  const attributes = (record[ATTRIBUTES] ?? {}) as Record<string, unknown>
  return {
    name,
    text: content.map((item) => (Object.hasOwn(item, TEXT) ? String(item[TEXT]) : '')).join(''),
    named: (wanted) => children.filter((child) => child.name === wanted),
    attribute: (wanted) => (Object.hasOwn(attributes, wanted) ? String(attributes[wanted]) : undefined),
  }
}
