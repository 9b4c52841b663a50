import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { readAhead, whatWasLoaded } from './read-ahead.ts'
import { DocumentKeeper } from './typescript-documents.ts'

const CHECKER = '/app/node_modules/aws-cdk-lib/core/lib/validation/cloudformation-validate-plugin.js'
const MAIN = '/app/bin/app.js'

/** Makes its engine at the first template, as that of aws-cdk-lib 2.276 does. */
class LatePlugin {
  static _instance: LatePlugin | undefined
  static engines: string[][] = []
  static _singletonInstance = (): LatePlugin => {
    LatePlugin._instance ??= new LatePlugin()
    return LatePlugin._instance
  }
  engineResourceTypes: ReadonlySet<string> | undefined
  initializeEngine(types: ReadonlySet<string>): void {
    this.engineResourceTypes = types
    LatePlugin.engines.push([...types])
  }
}

/** Makes it at once, as those before did. */
class EarlyPlugin {
  static _instance: EarlyPlugin | undefined
  static _singletonInstance = (): EarlyPlugin => {
    EarlyPlugin._instance ??= new EarlyPlugin()
    return EarlyPlugin._instance
  }
  readonly name = 'checks'
}

const documents = () => new DocumentKeeper(createRequire(import.meta.url))
const loadedBy = (plugin: unknown) =>
  whatWasLoaded(
    { [CHECKER]: { exports: { CloudFormationValidatePlugin: plugin } } } as unknown as NodeJS.Require['cache'],
    MAIN,
    documents(),
  )
const loads = (plugin: unknown) => (() => ({ CloudFormationValidatePlugin: plugin })) as unknown as NodeJS.Require

it('makes the engine that checks templates for the types that the run before had', () => {
  expect(loadedBy(LatePlugin)).toEqual({ modules: [CHECKER] })
  LatePlugin._singletonInstance().initializeEngine(new Set(['AWS::SQS::Queue']))
  const record = loadedBy(LatePlugin)
  expect(record).toEqual({ modules: [CHECKER], checker: CHECKER, checkedTypes: ['AWS::SQS::Queue'] })
  LatePlugin._instance = undefined
  readAhead(record, loads(LatePlugin), documents())
  expect(LatePlugin.engines).toEqual([['AWS::SQS::Queue'], ['AWS::SQS::Queue']])
  expect(LatePlugin._singletonInstance().engineResourceTypes).toEqual(new Set(['AWS::SQS::Queue']))
})

it('makes one that is the same for all types', () => {
  EarlyPlugin._singletonInstance()
  const record = loadedBy(EarlyPlugin)
  expect(record).toEqual({ modules: [CHECKER], checker: CHECKER })
  EarlyPlugin._instance = undefined
  readAhead(record, loads(EarlyPlugin), documents())
  expect(EarlyPlugin._instance).toBeDefined()
})
