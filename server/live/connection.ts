/** One live client as the hub sees it: how far it is, and which alerts it has not been sent yet. Knows no socket. */
import type { Seen } from '../auth/sight.ts';
import type { Alert } from '../models/alert.ts';
import type { Frame, Rest, Snapshot, View } from './protocol.ts';

/** What the hub needs of a transport. */
export interface LiveClient {
  /** Bytes handed over and not yet taken by the network. */
  bufferedBytes(): number;
  send(event: 'snapshot', payload: Snapshot): void;
  send(event: 'frame', payload: Frame): void;
  /** Where it takes a large snapshot in parts; one that has none of it gets everything at once. */
  sendRest?(payload: Rest): void;
  /** Gives the client up; it comes back and resumes with what it has. */
  disconnect(): void;
}

/** silent: has not said hello · joining: its hello is being answered · live: gets frames */
type State = 'silent' | 'joining' | 'live';

export class LiveConnection {
  readonly client: LiveClient;
  /** What it is told of; undefined: everything. */
  seen: Seen;
  state: State = 'silent';
  /** Where it looks; undefined: everywhere. */
  view: View | undefined;
  /** The same for all that look there. */
  viewKey = '';
  /** It looks elsewhere than with its last frame. */
  hasTurned = false;
  /** Number of the last frame it has. */
  seq = -1;
  /** Frames in a row that its full buffer has cost it. */
  skipped = 0;
  /** Grows with every hello, so that only the answer to the newest one is sent. */
  hellos = 0;
  /** Vessels in its areas that it has been told of. */
  #guests: ReadonlySet<string> = new Set();
  /** Changes by changeSeq that wait for its next frame: every one of them is sent. */
  readonly #held = new Map<number, Alert>();

  constructor(client: LiveClient, seen: Seen) {
    this.client = client;
    this.seen = seen;
  }

  look(view: View): void {
    this.view = view;
    this.viewKey = JSON.stringify([view.box, view.vessels]);
    this.hasTurned = true;
  }

  /** Ids of those who have come into its areas, and of those who are seen no more, since this was last asked. */
  guestsNow(): { came: string[]; went: string[] } {
    const before = this.#guests;
    if (before.size === 0 && !this.seen?.hasAreas) return { came: [], went: [] };
    const now = this.seen?.guests() ?? new Set<string>();
    this.#guests = now;
    return {
      came: [...now].filter((id) => !before.has(id)),
      went: [...before].filter((id) => !now.has(id) && this.seen?.has(id) === false),
    };
  }

  hold(alerts: Iterable<Alert>): void {
    for (const alert of alerts) this.#held.set(alert.changeSeq, alert);
  }

  /** The held changes in order; afterwards none is held. */
  takeHeld(): Alert[] {
    const alerts = [...this.#held.values()].sort((a, b) => a.changeSeq - b.changeSeq);
    this.#held.clear();
    return alerts;
  }
}
