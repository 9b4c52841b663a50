import { notEmulated } from '../../../kernel/errors.ts'
import type { Rendering } from '../../../languages/openapi/render-document.ts'
import { badRequest } from '../errors.ts'
import type { Strings } from '../records.ts'

/** Which extensions an export has. */
export interface Extensions {
  readonly integrations: boolean
  readonly authorizers: boolean
  /** Of the API itself, and of how its methods validate. */
  readonly settings: boolean
  readonly documentation: boolean
}

type Asked = keyof Extensions

/** `apigateway` is what makes the validators part of an export (documented: api-gateway-export-api; recorded for binary types). */
const EXTENSIONS: Readonly<Record<string, readonly Asked[]>> = {
  apigateway: ['integrations', 'authorizers', 'settings'],
  authorizers: ['authorizers'],
  documentation: ['documentation'],
  integrations: ['integrations'],
}

/** `extensions=integrations,authorizers` (observed with commas). What AWS says of an unknown one is not known. */
export function extensionsFrom({ extensions = '', ...others }: Strings = {}): Extensions {
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw notEmulated(`The parameter ${unknown} of an export`)
  const names = extensions.split(',').flatMap((name) => name.trim() || [])
  const asked = new Set(names.flatMap(askedBy))
  return {
    integrations: asked.has('integrations'),
    authorizers: asked.has('authorizers'),
    settings: asked.has('settings'),
    documentation: asked.has('documentation'),
  }
}

function askedBy(name: string): readonly Asked[] {
  if (name === 'postman') throw notEmulated('The extensions for Postman in an export (extensions=postman)')
  const asked = Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : undefined
  if (!asked) throw badRequest(`Invalid extensions specified: ${name}`)
  return asked
}

const RENDERINGS: Readonly<Record<string, Rendering>> = { 'application/json': 'json', 'application/yaml': 'yaml' }

/** By `Accept`; who accepts anything gets JSON. The text is inferred. */
export function renderingFor(accepts = '*/*'): Rendering {
  for (const range of accepts.split(',')) {
    const type = range.split(';')[0]?.trim().toLowerCase() ?? ''
    if (type === '*/*' || type === 'application/*') return 'json'
    const rendering = Object.hasOwn(RENDERINGS, type) ? RENDERINGS[type] : undefined
    if (rendering) return rendering
  }
  throw badRequest(`Unsupported accept type '${accepts}'. Valid options are ${Object.keys(RENDERINGS).join(', ')}`)
}
