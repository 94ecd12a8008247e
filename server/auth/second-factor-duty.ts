/** Who has to have a second factor, and from when on: as the settings document says it, which is read again every few seconds. */
import type { SettingsDocument } from '../models/entry.ts';
import { defaultSignInRules, type SignInRules } from '../models/sign-in.ts';
import type { Store } from '../store/store.ts';
import type { Role } from './permissions.ts';

const REREAD_MS = 5000;
const DAY_MS = 86_400_000;

interface DutyOptions {
  store: Pick<Store, 'document'>;
  /** Epoch ms. */
  clock: () => number;
  onProblem?: (sentence: string, error: unknown) => void;
}

export class SecondFactorDuty {
  readonly #options: DutyOptions;
  /** Until the document has been read, what a new installation begins with holds. */
  #rules: SignInRules = defaultSignInRules();
  #since = 0;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(options: DutyOptions) {
    this.#options = options;
  }

  /** Takes up the document as it stands now. */
  async read(): Promise<void> {
    this.#readAt = this.#options.clock();
    const document: SettingsDocument | undefined = await this.#options.store.document('sign-in');
    if (!document) return;
    this.#rules = document.body as SignInRules;
    this.#since = document.changedAt;
  }

  /** Epoch ms from which such an account can do nothing without; undefined: nobody asks it of them. @param madeAt of the account */
  dueAt(held: readonly Role[], madeAt: number): number | undefined {
    this.#reread();
    const { secondFactorRoles, graceDays } = this.#rules;
    if (!held.some((role) => secondFactorRoles.includes(role))) return undefined;
    return Math.max(madeAt, this.#since) + graceDays * DAY_MS;
  }

  #reread(): void {
    const age = this.#options.clock() - this.#readAt;
    if (age >= 0 && age < REREAD_MS) return;
    this.read().catch((error: unknown) => this.#options.onProblem?.('what sign-in asks for could not be read', error));
  }
}
