import { templateError } from '../../errors.ts'
import type { Intrinsic } from '../scope.ts'

/** Functions that exist only where a template declares the transform `AWS::LanguageExtensions`, which is not emulated. */
function onlyWithExtensions(name: string): Intrinsic {
  const refuse = () => {
    throw templateError(`${name} is supported only with the AWS::LanguageExtensions transform`)
  }
  return { name, check: refuse, resolve: refuse }
}

export const length = onlyWithExtensions('Fn::Length')
export const toJsonString = onlyWithExtensions('Fn::ToJsonString')
