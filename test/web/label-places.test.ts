import { expect } from 'chai';
import { DrawList } from '../../web/map/draw-list.ts';
import { MAX_LABELS, placeLabels } from '../../web/map/label-places.ts';
import { latitude, longitude, type View } from '../../web/map/mercator.ts';
import { sweep } from '../../web/map/sweep.ts';
import { UNACKNOWLEDGED, VesselStore } from '../../web/map/VesselStore.ts';

const NOW_S = 1_800_000_000;
const COLUMNS = 30;
const ROWS = 20;
const SELECTED = 599;
const WAITS_P1 = 598;
const SEEN_P1 = 597;
const WAITS_P2 = 596;
const REGISTERED = 595;
const WIDTH = 20;
const view: View = { zoom: 9, scale: 256 * 2 ** 9, left: 105_000, top: 60_000, width: 1900, height: 1000, dpr: 1 };

/** A vessel every 60 × 45 pixels: each has room for its name. The last ones count most. */
function fleet(): VesselStore {
  const store = new VesselStore();
  for (let slot = 0; slot < COLUMNS * ROWS; slot++) {
    store.applyIdentity({
      slot,
      id: `v${slot}`,
      label: '',
      kind: 'vessel',
      registered: slot === REGISTERED,
      expectedIntervalMin: 120,
    });
    const lon = longitude((view.left + 40 + 60 * (slot % COLUMNS)) / view.scale);
    const lat = latitude((view.top + 40 + 45 * Math.floor(slot / COLUMNS)) / view.scale);
    store.applyPosition([slot, lon * 1e5, lat * 1e5, 50, 900, -1, NOW_S, 1]);
  }
  store.setAlarms(
    new Map([
      [`v${SEEN_P1}`, 1],
      [`v${WAITS_P2}`, 2 | UNACKNOWLEDGED],
      [`v${WAITS_P1}`, 1 | UNACKNOWLEDGED],
    ]),
  );
  return store;
}

describe('labels of vessels', () => {
  const store = fleet();
  const labels = (
    zoom: number,
    seen = view,
    reserved = [] as { left: number; top: number; right: number; bottom: number }[],
  ) => {
    const kept = new Uint8Array(store.x.length);
    kept[SELECTED] = 1;
    const list = new DrawList();
    sweep(store, seen, { nowS: NOW_S, marginPx: 9, kept }, list);
    return placeLabels({ store, list, selectedSlot: SELECTED, reserved }, { ...seen, zoom }, () => ({ width: WIDTH }));
  };

  it(`are ${MAX_LABELS} at most: of the selected, then what waits, then what is seen to, then one's own, then the others`, () => {
    expect(MAX_LABELS).to.equal(150);
    const placed = labels(9);
    expect(placed).to.have.length(MAX_LABELS);
    const slots = placed.map(({ slot }) => slot);
    expect(slots.slice(0, 6)).to.deep.equal([SELECTED, WAITS_P1, WAITS_P2, SEEN_P1, REGISTERED, 0]);
  });

  it('are of nobody but the selected and the alarmed while the map shows too much of the sea', () => {
    expect(labels(7).map(({ slot }) => slot)).to.deep.equal([SELECTED, WAITS_P1, WAITS_P2, SEEN_P1]);
  });

  it('cover no other, and where there is room for one only the one that comes first has it', () => {
    const placed = labels(9);
    for (const [n, { box: a }] of placed.entries())
      for (const { box: b } of placed.slice(0, n))
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).to.equal(false);
    const all = [{ left: 0, top: 0, right: view.width, bottom: view.height }];
    expect(labels(9, view, all).map(({ slot }) => slot)).to.deep.equal([SELECTED]);
  });

  it('leave the names of islands free: an alarmed vessel beside one is named on its other side', () => {
    const before = labels(6).find(({ slot }) => slot === WAITS_P1)!.box;
    const islands = [{ left: before.left - 10, top: before.top, right: before.left + 30, bottom: before.top + 16 }];
    const after = labels(6, view, islands).find(({ slot }) => slot === WAITS_P1)!.box;
    expect(after).not.to.deep.equal(before);
    for (const { left, top, right, bottom } of islands)
      expect(after.left < right && left < after.right && after.top < bottom && top < after.bottom).to.equal(false);
  });
});
