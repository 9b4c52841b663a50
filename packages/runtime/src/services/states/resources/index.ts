import { stateMachineType } from './state-machine.ts'

export const resourceTypes = [stateMachineType]
