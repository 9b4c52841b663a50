import { parameterType } from './parameter.ts'

export const resourceTypes = [parameterType]
