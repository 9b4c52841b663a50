import type { en } from './en.ts'

type Gap<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Gap<Rest> : never

/** Of a union of types, what is all of them at once. */
type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer Both) => void
  ? Both
  : never

type Translated<Source> = Source extends string
  ? [Gap<Source>] extends [never]
    ? string
    : All<`${string}{${Gap<Source>}}${string}`>
  : { readonly [Key in keyof Source]: Translated<Source[Key]> }

/** Everything that the pages say in one language. English is the source of the keys, and of the gaps in each text. */
export type Texts = Translated<typeof en>
