const ENTITIES: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' }

/** What stands in the elements of a name, in order: answers of query services have no attributes where this looks. */
export function elementsIn(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, content = '']) => content)
}

/** The text of the first element of a name. */
export function textIn(xml: string, name: string): string | undefined {
  return elementsIn(xml, name)[0]?.replaceAll(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole)
}
