/** How long alerts wait, as the wall shows it: now, and at each half hour of the day before. */
import { expect } from 'chai';
import type { Alert } from '../../server/models/alert.ts';
import { usualTargets } from '../../server/wall/config.ts';
import { stepMs, steps, type TileName, wallFigures } from '../../server/wall/figures.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE = 60_000;

function alert(detectedAt: number, response: object): Alert {
  const occurrence = { kind: 'silence', priority: 3, vesselId: 'v', state: 'raised', raisedAt: detectedAt };
  return { id: String(detectedAt), caseId: 'c', detectedAt, occurrence, response } as unknown as Alert;
}

describe('the wall’s figures of waiting', () => {
  const answered = alert(NOW - 6 * stepMs - MINUTE, {
    ...{ state: 'acknowledged', acknowledgedBy: 'lan', acknowledgedAt: NOW - 5 * stepMs + MINUTE },
  });
  const waits = alert(NOW - 2 * stepMs, { state: 'unacknowledged' });
  const { tiles } = wallFigures({
    ...{ now: NOW, vessels: [], latest: new Map(), alerts: [answered, waits], openCases: 1, feeds: [] },
    ...{ failedMessages: 0, coversTo: NOW, targets: usualTargets, past: [] },
  });
  const tile = (name: TileName) => tiles.find((one) => one.name === name)!;

  it('say how long the oldest has waited, and had at each step', () => {
    const { value, series } = tile('oldest');
    expect(value).to.equal(2 * stepMs);
    expect(series).to.have.length(steps);
    expect(series.slice(-8)).to.deep.equal([0, MINUTE, stepMs + MINUTE, 0, 0, 0, stepMs, 2 * stepMs]);
  });

  it('say how soon alerts are taken up, and nothing where none was', () => {
    const { value, series } = tile('acknowledge');
    expect(value).to.equal(stepMs + 2 * MINUTE);
    expect(series.slice(-8)).to.deep.equal([null, null, null, value, value, value, value, value]);
  });
});
