import { notEmulated } from '../../../../kernel/errors.ts'
import { isJsonObject } from '../../../../kernel/json.ts'
import { templateError } from '../../errors.ts'
import { isKnownAfterApply, KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import type { Intrinsic } from '../scope.ts'

/** A weak reference: the value of another stack's output at this moment. Nothing keeps that stack from changing it. */
export const getStackOutput: Intrinsic = {
  name: 'Fn::GetStackOutput',
  check(argument) {
    if (!isJsonObject(argument) || argument.StackName === undefined || argument.OutputName === undefined) {
      throw templateError('every Fn::GetStackOutput object requires StackName and OutputName')
    }
    if (argument.RoleArn !== undefined) throw notEmulated('RoleArn of Fn::GetStackOutput')
  },
  async resolve(argument, scope, resolve) {
    const options = await resolve(argument)
    if (!isJsonObject(options)) throw templateError('every Fn::GetStackOutput object requires StackName and OutputName')
    const { StackName: stack, OutputName: output, Region: region } = options
    if ([stack, output, region].some(isKnownAfterApply)) return KNOWN_AFTER_APPLY
    return scope.stackOutput(String(stack), String(output), typeof region === 'string' ? region : undefined)
  },
}
