import type { WireResponse } from '../../kernel/wire.ts'
import type { Asked } from '../asked.ts'
import type { AdminSource } from '../ports.ts'
import { ConsoleAssets } from './assets.ts'
import { consolePage } from './page.ts'

/** The console as a browser gets it. */
export class ConsoleFiles {
  readonly #folder: string
  readonly #key: string
  readonly #assets: ConsoleAssets

  constructor({ console: { folder, key } }: AdminSource) {
    this.#folder = folder
    this.#key = key
    this.#assets = new ConsoleAssets(folder)
  }

  page({ request }: Asked): Promise<WireResponse> {
    return consolePage(request, this.#folder, this.#key)
  }

  icon({ request }: Asked): Promise<WireResponse> {
    return this.#assets.answer(request, '.', 'icon.svg')
  }

  asset({ request, params }: Asked): Promise<WireResponse> {
    return this.#assets.answer(request, 'assets', params.name ?? '')
  }
}
