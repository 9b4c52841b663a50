import { createStateMachine } from './create-state-machine.ts'
import { deleteStateMachine } from './delete-state-machine.ts'
import { describeExecution, listExecutions } from './read-executions.ts'
import { describeStateMachine, listStateMachines } from './read-state-machines.ts'
import { startExecution } from './start-execution.ts'
import { startSyncExecution } from './start-sync-execution.ts'
import { stopExecution } from './stop-execution.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import { updateStateMachine } from './update-state-machine.ts'

export const operations = [
  createStateMachine,
  deleteStateMachine,
  describeExecution,
  describeStateMachine,
  listExecutions,
  listStateMachines,
  listTagsForResource,
  startExecution,
  startSyncExecution,
  stopExecution,
  tagResource,
  untagResource,
  updateStateMachine,
]
