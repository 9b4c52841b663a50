// Links and paths in hand-written documents that lead nowhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'AGENTS.md', 'packages/runtime/README.md']
/** A path in these may start at any of them. */
const BASES = ['', 'packages/runtime', 'packages/runtime/src']

/** One line each: the document, and what in it is not there. */
export function findDeadNames(root) {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true }).map((path) => `docs/${path}`)
  const documents = [...DOCUMENTS, ...inDocs.filter((path) => path.endsWith('.md')).sort()]
  return documents
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return [...deadLinks(path, text, root), ...deadPaths(text, root)].map((name) => `${path}: there is no ${name}`)
    })
}

/** `[text](target)` within the repository: the file, and the heading if one is named. */
function deadLinks(path, text, root) {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file, heading] = target.split('#')
      const full = file === '' ? join(root, path) : join(root, dirname(path), file)
      if (!existsSync(full)) return true
      return heading !== undefined && !headingsOf(readFileSync(full, 'utf8')).includes(heading)
    })
}

function headingsOf(text) {
  const headings = [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** `a/path.ts` in code: with a folder and an ending, and without a placeholder. */
function deadPaths(text, root) {
  const names = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|cjs))`/g)].map(([, name]) => name)
  return names.filter((name) => !BASES.some((base) => existsSync(join(root, base, name))))
}

function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
}
