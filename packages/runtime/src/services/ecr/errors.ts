import { AwsError } from '../../kernel/errors.ts'

const inRegistry = (registryId: string) => `in the registry with id '${registryId}'`

export function repositoryNotFound(name: string, registryId: string): AwsError {
  return new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist ${inRegistry(registryId)}`,
  )
}

export function repositoryAlreadyExists(name: string, registryId: string): AwsError {
  return new AwsError(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists ${inRegistry(registryId)}`,
  )
}

export function lifecyclePolicyNotFound(name: string, registryId: string): AwsError {
  return new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' ${inRegistry(registryId)}`,
  )
}

export function repositoryPolicyNotFound(name: string, registryId: string): AwsError {
  return new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' ${inRegistry(registryId)}`,
  )
}

export function imageNotFound(imageId: string, name: string, registryId: string): AwsError {
  return new AwsError(
    'ImageNotFoundException',
    `The image with imageId ${imageId} does not exist within the repository with name '${name}' ` +
      inRegistry(registryId),
  )
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}
