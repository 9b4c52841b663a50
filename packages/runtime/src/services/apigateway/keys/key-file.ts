import { badRequest } from '../errors.ts'

/** A line of an API key file. */
export interface ImportedKey {
  readonly name: string
  readonly value: string
  readonly description: string | undefined
  readonly enabled: boolean
  readonly usagePlanIds: readonly string[]
}

/**
 * Reads a CSV file of API keys. Columns are in any order, their names in any case; `Name` and `Key` must be there, those
 * that nobody knows are ignored, and a key is enabled unless it says otherwise (documented: api-key-file-format).
 */
export function readKeyFile(text: string): ImportedKey[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
  const columns = cellsOf(head).map((name) => name.toLowerCase())
  if (!columns.includes('name') || !columns.includes('key')) {
    throw badRequest('API Key file must have the columns Name and Key')
  }
  return lines.map((line) => {
    const cells = cellsOf(line)
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    return {
      name: cell('name'),
      value: cell('key'),
      description: cell('description') || undefined,
      enabled: cell('enabled').toLowerCase() !== 'false',
      usagePlanIds: cell('usageplanids')
        .split(',')
        .flatMap((id) => id.trim() || []),
    }
  })
}

/** A cell may stand between double or single quotes, and then hold commas; a quote in it is doubled. */
function cellsOf(line: string): string[] {
  const cell = /\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^,]*))\s*(?:,|$)/y
  const cells: string[] = []
  while (cell.lastIndex < line.length) {
    const [found, double, single, plain = ''] = cell.exec(line) ?? []
    if (found === undefined) throw badRequest('API Key file has a line that cannot be read')
    cells.push(double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim())
  }
  return cells
}
