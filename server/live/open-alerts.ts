/** Vessels with an alert that belongs on the console: whoever looks elsewhere is told of them all the same. */
import type { Alert } from '../models/alert.ts';

export class OpenAlerts {
  readonly #vesselOf = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Each alert as it is now, in the order of its changes. */
  take(alerts: Iterable<Alert>): void {
    for (const { id, caseId, response, occurrence } of alerts) {
      const isOpen = caseId !== '' && response.state !== 'closed';
      const vessel = this.#vesselOf.get(id);
      if (isOpen && vessel === undefined) {
        this.#vesselOf.set(id, occurrence.vesselId);
        this.#count(occurrence.vesselId, 1);
      } else if (!isOpen && vessel !== undefined) {
        this.#vesselOf.delete(id);
        this.#count(vessel, -1);
      }
    }
  }

  has(vesselId: string): boolean {
    return this.#counts.has(vesselId);
  }

  vessels(): Iterable<string> {
    return this.#counts.keys();
  }

  #count(vessel: string, more: 1 | -1): void {
    const count = (this.#counts.get(vessel) ?? 0) + more;
    if (count === 0) this.#counts.delete(vessel);
    else this.#counts.set(vessel, count);
  }
}
