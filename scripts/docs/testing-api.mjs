// docs/reference/testing.md: what `sallyport/testing` exports, as its declarations have it, each with an example.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../setup.mjs'
import { GENERATED, page } from './markdown.mjs'

const ENTRY = join(root, 'packages', 'runtime', 'build', 'testing.d.ts')
const KINDS = { function: 'What is called', class: 'What is given and thrown', type: 'Types' }

export function testingApiPage() {
  const exported = testingApi()
  return page(
    '# Testing API',
    GENERATED,
    'What `sallyport/testing` exports; [the guide](../guide/testing.md) says how it is used. Each example is run, and compiled ' +
      'strictly, by `test/e2e/testing-examples.test.ts`. Where it says nothing else, what is exported and vitest’s `expect` have ' +
      'been imported, and before it stands:',
    `\`\`\`ts\n${PREAMBLE}\n\`\`\``,
    'with a stack in `cdk.out` that has the client `partner` and `/orders`, which may be read with the scope `orders/read` and ' +
      'written to with `orders/write`.',
    Object.entries(KINDS).flatMap(([kind, title]) => [
      `## ${title}`,
      ...exported.filter((one) => one.kind === kind).flatMap(blocksOf),
    ]),
  )
}

/** What stands before an example that begins with nothing of its own. */
export const PREAMBLE = `await using aws = await startSallyport()
const { outputs } = await aws.deploy('cdk.out')
const url = \`\${outputs.Url}orders\``

function blocksOf({ name, text, declaration, example }) {
  return [`### ${name}`, text, `\`\`\`ts\n${declaration}\n\`\`\``, `\`\`\`ts\n// for example\n${example}\n\`\`\``]
}

/**
 * Everything that is exported, in the order of its source. Throws where something has no words or no example.
 *
 * @returns {{ name: string, kind: string, text: string, declaration: string, example: string }[]}
 */
export function testingApi() {
  const lists = readFileSync(ENTRY, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from '(.*)\.(?:ts|js)';$/gm)
  return [...lists].flatMap(([, names, path]) => {
    const source = readFileSync(join(dirname(ENTRY), `${path}.d.ts`), 'utf8')
    return names.split(',').map((name) => describe(name.replace('type', '').trim(), source))
  })
}

function describe(name, source) {
  const lines = source.split('\n')
  const head = new RegExp(`^export (?:declare )?(interface|type|class|function|const) ${name}\\b`)
  const first = lines.findIndex((line) => head.test(line))
  if (first === -1) throw new Error(`no declaration of ${name} was found`)
  // The first line at the margin that ends something.
  const last = lines.findIndex((line, at) => at >= first && /^\S.*[;}]$/.test(line))
  const words = wordsBefore(first, lines)
  const [text, example = ''] = words.split('\n@example\n')
  const [, code] = /```ts\n([\s\S]*?)\n```/.exec(example) ?? []
  if (text.trim() === '' || code === undefined) {
    throw new Error(`${name} of sallyport/testing has no docstring with an @example`)
  }
  const [, keyword] = head.exec(lines[first]) ?? []
  return {
    name,
    kind: Object.hasOwn(KINDS, keyword) ? keyword : 'type',
    text: text.replace(/\{@link (\w+)\}/g, '`$1`').trim(),
    declaration: plain(lines.slice(first, last + 1).join('\n')),
    example: code,
  }
}

/** The docstring that ends right before a line. */
function wordsBefore(first, lines) {
  if (!lines[first - 1]?.endsWith('*/')) return ''
  const begin = lines.findLastIndex((line, at) => at < first && line.startsWith('/**'))
  return lines
    .slice(begin, first)
    .map((line) => line.replace(/^(?:\/\*\*| \*\/| \*) ?/, '').replace(/ ?\*\/$/, ''))
    .join('\n')
}

/** Without what only a compiler needs. */
function plain(declaration) {
  return declaration
    .replace(/^export (?:declare )?/, '')
    .replace(/^ *#private;\n/gm, '')
    .replace(/^ {4}( *)/gm, (_, more) => `  ${more.replaceAll('    ', '  ')}`)
    .replace(/;$/gm, '')
}
