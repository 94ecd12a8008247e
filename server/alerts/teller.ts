/** What is said of a change: its line in the case, and the messages that it makes. Pure. */
import type { OccurrenceState } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { DeskOptions } from './desk-port.ts';
import type { Remembered } from './desk-state.ts';
import type { DeskEffects } from './effects.ts';
import { findingLine, responseLine, unreachableLine } from './lines.ts';
import { messagesFor } from './messages.ts';
import { type Told, toldBy } from './told.ts';

export class Teller {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** @param said the sentence that stood before */
  tellAll(
    entry: Remembered,
    changes: readonly OccurrenceState[],
    said: Alert['text'],
    at: number,
    out: DeskEffects,
  ): Remembered {
    let { alert, told = [] } = entry;
    for (const change of changes) {
      out.lines.push(findingLine(change, alert, said, at));
      told = this.#tell(change, alert, told, at, out);
    }
    return { alert, told };
  }

  tellRise({ alert, told = [] }: Remembered, before: Alert, at: number, out: DeskEffects): Remembered {
    out.lines.push(responseLine(alert, before, { what: 'rise', by: 'system', at })!);
    return { alert, told: this.#tell('raised', alert, told, at, out, true) };
  }

  /** Messages of one change; returns all that has been said about the alert since. */
  #tell(change: OccurrenceState, alert: Alert, told: Told[], at: number, out: DeskEffects, graver = false): Told[] {
    const { deliveries, withdrawals, unreachable } = messagesFor({
      change,
      alert,
      at,
      told,
      graver,
      desk: this.#options,
    });
    out.deliveries.push(...deliveries);
    out.withdrawals.push(...withdrawals);
    if (unreachable.length > 0) out.lines.push(unreachableLine(alert, unreachable, at));
    return [...told, ...deliveries.map(toldBy)];
  }
}
