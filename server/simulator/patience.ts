/** How long a sender bears with its receiver: not at all before anything was taken, then a while. */
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

/** A product that is started again or a link that drops is back by then. */
const longestAbsenceMs = 60_000;

export class Patience {
  readonly #to: string;
  #everTaken = false;
  #awaySince: number | undefined;

  /** @param to the receiver's address, as the sentence names it */
  constructor(to: string) {
    this.#to = to;
  }

  taken(): void {
    this.#everTaken = true;
    this.#awaySince = undefined;
  }

  /** It was not taken, which may pass. @throws HaidangError `unreachable` when there is nothing to wait for any more */
  failed(error: unknown): void {
    this.#awaySince ??= Date.now();
    if (!this.#everTaken || Date.now() - this.#awaySince > longestAbsenceMs) throw unreachable(this.#to, error);
  }
}

export function unreachable(to: string, error: unknown): HaidangError {
  return new HaidangError('unreachable', { to, why: systemWords(error) });
}
