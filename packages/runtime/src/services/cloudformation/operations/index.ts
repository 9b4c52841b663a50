import { deleteChangeSet, describeChangeSet, listChangeSets } from './change-sets.ts'
import { createChangeSet } from './create-change-set.ts'
import { createStack } from './create-stack.ts'
import { deleteStack } from './delete-stack.ts'
import { describeStacks, listStacks } from './describe-stacks.ts'
import { executeChangeSet } from './execute-change-set.ts'
import { listExports, listImports } from './exports.ts'
import { cancelUpdateStack, continueUpdateRollback, rollbackStack, updateTerminationProtection } from './rollback.ts'
import { describeEvents, describeStackEvents, listHookResults } from './stack-events.ts'
import { describeStackResource, describeStackResources, listStackResources } from './stack-resources.ts'
import { getTemplate, getTemplateSummary, validateTemplate } from './templates.ts'
import { updateStack } from './update-stack.ts'

export const operations = [
  cancelUpdateStack,
  continueUpdateRollback,
  createChangeSet,
  createStack,
  deleteChangeSet,
  deleteStack,
  describeChangeSet,
  describeEvents,
  describeStackEvents,
  describeStackResource,
  describeStackResources,
  describeStacks,
  executeChangeSet,
  getTemplate,
  getTemplateSummary,
  listChangeSets,
  listExports,
  listHookResults,
  listImports,
  listStackResources,
  listStacks,
  rollbackStack,
  updateStack,
  updateTerminationProtection,
  validateTemplate,
]
