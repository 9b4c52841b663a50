import { own } from '../kernel/own.ts'

/** Fills in `${stageVariables.name}`; what the stage does not define becomes empty. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_all, name: string) => own(variables, name) ?? '')
}
