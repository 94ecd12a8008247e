/**
 * Fixes as the engine holds them: whoever made them, in one shape with every property, so that what reads them is compiled
 * for that shape alone. Of five shapes and more, each number read is a new object: 100 bytes a fix.
 */
import type { Fix, FixSource } from '../fix.ts';

export class HeldFix implements Fix {
  fixTime = Number.NaN;
  receivedAt = Number.NaN;
  lon = Number.NaN;
  lat = Number.NaN;
  speedKn: number | undefined;
  courseDeg: number | undefined;
  headingDeg: number | undefined;
  source: FixSource = 'ais';
  accuracyM: number | undefined;
  flags = 0;

  /** HOT. Becomes a copy of another fix. */
  show(fix: Fix): this {
    this.fixTime = fix.fixTime;
    this.receivedAt = fix.receivedAt;
    this.lon = fix.lon;
    this.lat = fix.lat;
    this.speedKn = fix.speedKn;
    this.courseDeg = fix.courseDeg;
    this.headingDeg = fix.headingDeg;
    this.source = fix.source;
    this.accuracyM = fix.accuracyM;
    this.flags = fix.flags;
    return this;
  }
}
