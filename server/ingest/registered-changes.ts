/** From what to what the registry was changed, vessel by vessel and bounded, as the audit trail keeps it. Pure. */
import { differencesOf } from '../audit/differences.ts';
import type { RegistryEntry, Vessel } from '../models/vessel.ts';
import type { Registered } from './vessels.ts';

type Part = Record<string, unknown>;

/** Takes up what each entry did; only what it names is compared: the rest of a vessel is not the registry's. */
export class RegisteredChanges {
  readonly #before: Part[] = [];
  readonly #after: Part[] = [];
  readonly #counts = { created: 0, updated: 0, unchanged: 0 };

  take(entry: RegistryEntry, { vessel, before, outcome }: Pick<Registered, 'vessel' | 'before' | 'outcome'>): void {
    this.#counts[outcome] += 1;
    if (outcome === 'unchanged') return;
    const id = vessel.label;
    if (before?.registered) this.#before.push({ id, ...said(entry, before) });
    this.#after.push({ id, ...said(entry, vessel) });
  }

  /** `more`: places beyond those that are named; all of them are in the journal's entry. */
  told(): { created: number; updated: number; unchanged: number } & ReturnType<typeof differencesOf> {
    return { ...this.#counts, ...differencesOf(this.#before, this.#after) };
  }
}

function said(entry: RegistryEntry, vessel: Vessel): Part {
  return Object.fromEntries(Object.keys(entry).map((name) => [name, vessel[name as keyof Vessel]]));
}
