import { createRepository } from './create-repository.ts'
import { deleteRepository } from './delete-repository.ts'
import { describeRepositories } from './describe-repositories.ts'
import { describeImages, listImages } from './images.ts'
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from './lifecycle-policy.ts'
import { deleteRepositoryPolicy, getRepositoryPolicy, setRepositoryPolicy } from './repository-policy.ts'
import { putImageScanningConfiguration, putImageTagMutability } from './settings.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'

export const operations = [
  createRepository,
  deleteLifecyclePolicy,
  deleteRepository,
  deleteRepositoryPolicy,
  describeImages,
  describeRepositories,
  getLifecyclePolicy,
  getRepositoryPolicy,
  listImages,
  listTagsForResource,
  putImageScanningConfiguration,
  putImageTagMutability,
  putLifecyclePolicy,
  setRepositoryPolicy,
  tagResource,
  untagResource,
]
