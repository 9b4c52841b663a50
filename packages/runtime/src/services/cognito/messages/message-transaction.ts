import type { Document, Key, Range, Transact, Transaction } from '../../../kernel/transaction.ts'
import { customMessage, type OwnTexts } from '../triggers/custom-message.ts'
import { type Consignment, handOver, type SenderScene } from '../triggers/custom-sender.ts'
import { hasTrigger, type TriggerScene } from '../triggers/scene.ts'
import type { Verifiable } from '../users/attributes.ts'
import type { UserRecord } from '../users/records.ts'
import type { MessageKind } from './records.ts'

/** A message that is about to be sent. */
export interface Draft {
  readonly user: UserRecord
  readonly kind: MessageKind
  readonly attribute: Verifiable
}

const NONE: OwnTexts = {}

/**
 * A transaction in which messages are sent. What a function of the pool makes of one cannot be asked within: the work is
 * given up at the message that nobody has been asked about, and done anew with the answer.
 */
export class MessageTransaction implements Transaction {
  readonly #tx: Transaction
  readonly #scene: TriggerScene
  readonly #answers: ReadonlyMap<string, OwnTexts>

  constructor(tx: Transaction, scene: TriggerScene, answers: ReadonlyMap<string, OwnTexts>) {
    this.#tx = tx
    this.#scene = scene
    this.#answers = answers
  }

  get<T>(key: Key): Promise<Document<T> | undefined> {
    return this.#tx.get(key)
  }

  list<T>(range: Range): Promise<Document<T>[]> {
    return this.#tx.list(range)
  }

  put<T>(key: Key, value: T): void {
    this.#tx.put(key, value)
  }

  delete(key: Key): void {
    this.#tx.delete(key)
  }

  /** What functions are to deliver once this is committed. */
  readonly consignments: Consignment[] = []

  /** Texts of the pool's own function for a message. */
  ownTexts(draft: Draft): OwnTexts {
    if (!hasTrigger(this.#scene, 'CustomMessage')) return NONE
    const texts = this.#answers.get(keyOf(draft))
    if (!texts) throw new NotAsked(draft)
    return texts
  }
}

const keyOf = ({ user, kind, attribute }: Draft): string => `${kind}/${attribute}/${user.key}`

class NotAsked extends Error {
  readonly draft: Draft

  constructor(draft: Draft) {
    super(`a function has a say in ${keyOf(draft)}`)
    this.name = 'NotAsked'
    this.draft = draft
  }
}

/**
 * Runs work that may send messages. It is done again for each that a function has a say in, which is asked in between. What
 * has happened stands also where a function that is to deliver a message cannot be called (inferred).
 */
export async function sending<R>(
  scene: SenderScene & { readonly transact: Transact },
  work: (tx: MessageTransaction) => Promise<R>,
): Promise<R> {
  const answers = new Map<string, OwnTexts>()
  for (;;) {
    try {
      const { result, consignments } = await scene.transact(async (tx) => {
        const sendingTx = new MessageTransaction(tx, scene, answers)
        return { result: await work(sendingTx), consignments: sendingTx.consignments }
      })
      for (const consignment of consignments) await handOver(scene, consignment)
      return result
    } catch (error) {
      if (!(error instanceof NotAsked)) throw error
      const { draft } = error
      answers.set(keyOf(draft), await customMessage(scene, draft.kind, draft.user))
    }
  }
}
