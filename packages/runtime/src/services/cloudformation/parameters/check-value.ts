import { validationError } from '../errors.ts'
import type { ParameterDeclaration } from '../template/template.ts'
import { matchesWhole } from './allowed-pattern.ts'
import { parameterTypeOf } from './parameter-type.ts'

/** Throws what AWS says of a value that its declaration does not allow. The texts are general knowledge unless noted. */
export function checkParameterValue(name: string, value: string, declaration: ParameterDeclaration): void {
  const { isList, isNumber } = parameterTypeOf(declaration.type)
  const items = isList ? value.split(',').map((item) => item.trim()) : [value]
  for (const item of items) {
    // Observed text.
    if (isNumber && !isNumeric(item)) throw validationError(`Parameter '${name}' must be a number.`)
    checkItem(name, item, isNumber, declaration)
  }
}

function isNumeric(text: string): boolean {
  return /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text)
}

function checkItem(name: string, item: string, isNumber: boolean, declaration: ParameterDeclaration): void {
  const { allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration
  const refuse = (text: string) => {
    const { constraintDescription } = declaration
    throw validationError(
      constraintDescription === undefined
        ? text
        : `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`,
    )
  }
  if (allowedValues && !allowedValues.includes(item)) {
    refuse(`Parameter '${name}' must be one of AllowedValues`)
  }
  if (allowedPattern !== undefined && !matchesWhole(name, allowedPattern, item)) {
    refuse(`Parameter '${name}' must match pattern ${allowedPattern}`)
  }
  if (minLength !== undefined && item.length < minLength) {
    refuse(`Parameter '${name}' must contain at least ${minLength} characters`)
  }
  if (maxLength !== undefined && item.length > maxLength) {
    refuse(`Parameter '${name}' must contain at most ${maxLength} characters`)
  }
  if (isNumber && minValue !== undefined && Number(item) < minValue) {
    refuse(`Parameter '${name}' must be a number not less than ${minValue}`)
  }
  if (isNumber && maxValue !== undefined && Number(item) > maxValue) {
    refuse(`Parameter '${name}' must be a number not greater than ${maxValue}`)
  }
}
