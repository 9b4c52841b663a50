// The names of all CloudFormation types, from the committed model.
import { readFileSync } from 'node:fs'

export function readResourceTypes() {
  const path = new URL('../../packages/runtime/models/resource-types.json', import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8')).known
}
