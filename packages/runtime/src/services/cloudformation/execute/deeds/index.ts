import type { DeedKind } from '../../records.ts'
import { createRules } from './create.ts'
import type { DeedRules } from './deed.ts'
import { removeRules } from './remove.ts'
import { replaceRules, restoreRules, updateRules } from './update.ts'

export const DEED_RULES: Readonly<Record<DeedKind, DeedRules>> = {
  create: createRules,
  update: updateRules,
  replace: replaceRules,
  restore: restoreRules,
  remove: removeRules,
}
