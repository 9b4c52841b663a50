import { repositoryType } from './repository.ts'

export const resourceTypes = [repositoryType]
