/** How a parameter's type is read. */
export interface ParameterType {
  /** The value is the name of a parameter in Parameter Store, and stands for what is there. */
  readonly fromParameterStore: boolean
  readonly isList: boolean
  readonly isNumber: boolean
}

const STORE_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/

export function parameterTypeOf(type: string): ParameterType {
  const inner = STORE_VALUE.exec(type)?.[1]
  const plain = inner ?? type
  return {
    fromParameterStore: inner !== undefined,
    isList: plain === 'CommaDelimitedList' || plain.startsWith('List<'),
    isNumber: plain === 'Number' || plain === 'List<Number>',
  }
}
