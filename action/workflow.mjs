// What a step of a workflow reads and leaves behind. Files and variables are those that GitHub's runner documents.
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { EOL } from 'node:os'

/** An input of action.yml, without spaces around it. */
export const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim()

/** What the first step left for the last one. */
export const stateOf = (name) => process.env[`STATE_${name}`] ?? ''

export const saveState = (name, value) => append('GITHUB_STATE', name, value)

export const setOutput = (name, value) => append('GITHUB_OUTPUT', name, value)

/** For the steps that follow: lines as `sallyport env --format github` prints them. */
export const exportLines = (lines) => appendFileSync(fileOf('GITHUB_ENV'), lines)

export function printGroup(title, lines) {
  console.log([`::group::${title}`, ...lines, '::endgroup::'].join('\n'))
}

function append(file, name, value) {
  // A delimiter that no value has, as the runner asks for.
  const end = `end-${randomUUID()}`
  appendFileSync(fileOf(file), [`${name}<<${end}`, value, end, ''].join(EOL))
}

function fileOf(variable) {
  const file = process.env[variable]
  if (file) return file
  throw new Error(`${variable} is not set: this runs as a step of a workflow.`)
}
