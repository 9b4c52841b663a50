import { deleteParameter, deleteParameters } from './delete-parameters.ts'
import { getParameter, getParameters } from './get-parameters.ts'
import { labelParameterVersion, unlabelParameterVersion } from './labels.ts'
import { describeParameters, getParameterHistory, getParametersByPath } from './list-parameters.ts'
import { putParameter } from './put-parameter.ts'
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './tags.ts'

export const operations = [
  addTagsToResource,
  deleteParameter,
  deleteParameters,
  describeParameters,
  getParameter,
  getParameterHistory,
  getParameters,
  getParametersByPath,
  labelParameterVersion,
  listTagsForResource,
  putParameter,
  removeTagsFromResource,
  unlabelParameterVersion,
]
