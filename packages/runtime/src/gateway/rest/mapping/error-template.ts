import type { Exchange } from '../exchange.ts'
import { contextText } from '../variables/context.ts'
import { compileSource } from './source.ts'

/** The error that a gateway response speaks of. */
export interface ErrorVariables {
  readonly message: string | null
  readonly responseType: string
  /** What is wrong with a request body. */
  readonly details: string | undefined
}

export type ErrorTemplate = (exchange: Exchange, error: ErrorVariables) => string

const VARIABLE =
  /\$(?:\{(context\.[\w.-]+|stageVariables\.\w+|method\.request\.[\w.-]+)\}|(context\.[\w-]+(?:\.[\w-]+)*|stageVariables\.\w+|method\.request\.(?:header|querystring|path)\.[\w-]+))/

/** Not Velocity: only variables are filled in (documented). What has no value becomes empty. */
export function compileErrorTemplate(text: string): ErrorTemplate {
  // Text and variables in turn: the pattern has two groups, of which one takes part.
  const parts = text.split(VARIABLE)
  const readers: ErrorTemplate[] = []
  for (let i = 0; i < parts.length; i += 3) {
    const plain = parts[i] ?? ''
    if (plain) readers.push(() => plain)
    const variable = parts[i + 1] ?? parts[i + 2]
    if (variable !== undefined) readers.push(variableReader(variable))
  }
  return (exchange, error) => readers.map((read) => read(exchange, error)).join('')
}

function variableReader(name: string): ErrorTemplate {
  switch (name) {
    case 'context.error.message':
      return (_exchange, { message }) => message ?? ''
    case 'context.error.messageString':
      return (_exchange, { message }) => JSON.stringify(message)
    case 'context.error.responseType':
      return (_exchange, { responseType }) => responseType
    case 'context.error.validationErrorString':
      return (_exchange, { details }) => details ?? ''
  }
  if (name.startsWith('context.')) return (exchange) => contextText(exchange, name.slice('context.'.length)) ?? ''
  const source = compileSource(name)
  return (exchange) => source?.read(exchange) ?? ''
}
