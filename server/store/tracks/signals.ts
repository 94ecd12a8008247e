/** When a vessel was heard, source by source: stretches between two fixes of which never more than so long went by. */
import type { Fix } from '../../../geofences/fix.ts';
import type { Store } from '../store.ts';

type SignalSource = Fix['source'];

/** A stretch in which a source was heard without a break. */
export interface HeardSpan {
  /** Fix times of its first and last fix, epoch ms. */
  from: number;
  to: number;
  fixes: number;
  /** Where the last fix was: from there on nothing is known. */
  lon: number;
  lat: number;
}

interface SignalsQuery {
  vesselId: string;
  /** Epoch ms, both included. */
  from: number;
  to: number;
  /** More than this between two fixes ends a stretch, ms. */
  breakMs: Readonly<Record<SignalSource, number>>;
}

export interface Signals {
  /** In order of time, of every source that was heard. */
  spans: Partial<Record<SignalSource, HeardSpan[]>>;
  /** Fewer than all: the older ones are left out. */
  cut: boolean;
}

/** A boat that is heard and lost again every few minutes for a month makes more than anybody can look at. */
const MOST_SPANS = 2000;

/** The last fixes before `from` count too, so that a stretch, or a silence, which reaches into the span is seen as such. */
export async function signalsOf(store: Pick<Store, 'trackPieces'>, query: SignalsQuery): Promise<Signals> {
  const { vesselId, from, to, breakMs } = query;
  const signals: Signals = { spans: {}, cut: false };
  for await (const fixes of store.trackPieces({ vesselId, from, to, lead: true })) {
    for (const fix of fixes) take(signals, fix, breakMs[fix.source]);
  }
  return signals;
}

function take(signals: Signals, { source, fixTime, lon, lat }: Fix, breakMs: number): void {
  let spans = signals.spans[source];
  if (!spans) {
    spans = [];
    signals.spans[source] = spans;
  }
  const last = spans.at(-1);
  if (last && fixTime - last.to <= breakMs) {
    Object.assign(last, { to: fixTime, fixes: last.fixes + 1, lon, lat });
    return;
  }
  spans.push({ from: fixTime, to: fixTime, fixes: 1, lon, lat });
  if (spans.length <= MOST_SPANS) return;
  spans.shift();
  signals.cut = true;
}
