/**
 * Pairs as a vessel's state holds them: whatever kind of rule made them, in one shape with every property, so that what
 * goes through a vessel's pairs is compiled for that shape alone.
 */
import type { Pair, Run, Side } from '../rules/kind.ts';
import type { Occurrence } from '../types.ts';

class HeldPair implements Pair {
  readonly rule: string;
  readonly zone: string;
  readonly side: Side;
  readonly run: Run | undefined;
  readonly open: Occurrence | undefined;
  readonly memo: Pair['memo'];

  constructor({ rule, zone, side, run, open, memo }: Pair) {
    this.rule = rule;
    this.zone = zone;
    this.side = side;
    this.run = run;
    this.open = open;
    this.memo = memo;
  }
}

/** The pair in the shape that all pairs of a state have. */
export function held(pair: Pair): Pair {
  return pair instanceof HeldPair ? pair : new HeldPair(pair);
}
