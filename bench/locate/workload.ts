/** Zones and points in files that all locators of a contest read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgePoints, type Points, randomPoints, trackPoints } from './points.ts';
import type { PointKind } from './turns.ts';
import { makeZones, type ZoneSet } from './zones.ts';

export interface Workload {
  zones: string;
  folder: string;
}

/** Where workloads lie while they are measured; gone when this process has ended, however it ends. */
export class WorkloadFolder {
  private readonly path = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  private count = 0;

  constructor() {
    process.once('exit', () => this.remove());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));
  }

  /** @param points of each kind to measure @param edges to agree on */
  write(set: ZoneSet, points: number, edges: number): Workload {
    const folder = mkdtempSync(join(this.path, `${this.count++}-`));
    const zones = makeZones(set);
    const path = join(folder, 'zones.json');
    writeFileSync(path, JSON.stringify(zones));
    const kinds: Record<PointKind, Points> = {
      random: randomPoints(points),
      tracks: trackPoints(points),
      edges: edgePoints(zones.slice(0, set.count), edges),
    };
    for (const [kind, { lons, lats }] of Object.entries(kinds)) {
      writeFileSync(join(folder, kind), Buffer.concat([Buffer.from(lons.buffer), Buffer.from(lats.buffer)]));
    }
    return { zones: path, folder };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
