/**
 * Whether the user lets something be stored without effect. It is named by its CloudFormation type, or as a part of an
 * emulated one: `AWS::ApiGateway::Method.Integration.Type=AWS`, `AWS::Lambda::Function.Layers`.
 */
export type Recording = (name: string) => boolean

export const recordsNothing: Recording = () => false

/** `*`: anything that may be. */
export function recordingOf(names: readonly string[]): Recording {
  const asked = new Set(names)
  return asked.has('*') ? () => true : (name) => asked.has(name)
}
