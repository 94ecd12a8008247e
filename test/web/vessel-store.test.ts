import { expect } from 'chai';
import type { IdentityRow, PositionRow } from '../../server/live/protocol.ts';
import { RING_FORMS } from '../../web/map/alarm-ring.ts';
import { DrawList, hitTest } from '../../web/map/draw-list.ts';
import { estimateOf } from '../../web/map/estimate.ts';
import { Age, ageOf, HEADINGS, motionOf, spriteLook } from '../../web/map/looks.ts';
import { latitude, longitude, mercatorX, mercatorY, type View } from '../../web/map/mercator.ts';
import { type Form, formOf } from '../../web/map/sprites.ts';
import { sweep, THIN_ABOVE } from '../../web/map/sweep.ts';
import { CraftClass, UNACKNOWLEDGED, VesselStore } from '../../web/map/VesselStore.ts';

const NOW_S = 1_800_000_000;

function identity(slot: number, more: Partial<IdentityRow> = {}): IdentityRow {
  return {
    slot,
    id: `v${slot}`,
    label: `L${slot}`,
    kind: 'vessel',
    registered: true,
    expectedIntervalMin: 120,
    ...more,
  };
}
function position(
  slot: number,
  lon: number,
  lat: number,
  more: Partial<Record<'speed' | 'course' | 'heading' | 'time', number>> = {},
): PositionRow {
  return [slot, lon * 1e5, lat * 1e5, more.speed ?? 50, more.course ?? 900, more.heading ?? -1, more.time ?? NOW_S, 1];
}
/** A canvas of 800×600 at zoom 6 whose middle is a place. */
function viewAt(lon: number, lat: number, dpr = 1): View {
  const scale = 256 * 2 ** 6;
  return {
    zoom: 6,
    scale,
    left: mercatorX(lon) * scale - 400,
    top: mercatorY(lat) * scale - 300,
    width: 800,
    height: 600,
    dpr,
  };
}
function swept(store: VesselStore, view: View, margin = 9): DrawList {
  const list = new DrawList();
  sweep(store, view, { nowS: NOW_S, marginPx: margin }, list);
  return list;
}

describe('the vessel store', () => {
  it('projects there and back', () => {
    expect(longitude(mercatorX(109.25))).to.be.closeTo(109.25, 1e-9);
    expect(latitude(mercatorY(15.75))).to.be.closeTo(15.75, 1e-9);
  });

  it('shows a beacon on fishing gear as an aid, not as a vessel', () => {
    const store = new VesselStore();
    for (const [slot, kind] of ['vessel', 'gear', 'aton', 'epirb'].entries()) {
      store.applyIdentity(identity(slot, { kind, registered: false }));
    }
    expect([...store.craft.slice(0, 4)]).to.deep.equal([
      CraftClass.other,
      CraftClass.aid,
      CraftClass.aid,
      CraftClass.distress,
    ]);
  });

  it('counts a vessel once however often it reports, and grows beyond its first capacity', () => {
    const store = new VesselStore();
    for (let slot = 0; slot < 5000; slot++) {
      store.applyIdentity(identity(slot));
      store.applyPosition(position(slot, 100 + slot / 1000, 10));
      store.applyPosition(position(slot, 100 + slot / 1000, 11));
    }
    expect(store.count).to.equal(5000);
    expect(store.slotOf('v4999')).to.equal(4999);
    expect(store.latE5[4999]).to.equal(1_100_000);
    expect(store.intervalMin[4999]).to.equal(120);
  });

  it('forgets who sat in a slot before', () => {
    const store = new VesselStore();
    store.applyIdentity(identity(0, { id: 'old' }));
    store.applyIdentity(identity(0, { id: 'new' }));
    expect(store.slotOf('old')).to.equal(undefined);
    expect(store.identityOf('new')?.slot).to.equal(0);
  });

  it('keeps a position that came before its identity, with the interval of AIS', () => {
    const store = new VesselStore();
    store.applyPosition(position(3, 109, 15, { time: NOW_S - 400 }));
    expect(ageOf(store, 3, NOW_S)).to.equal(Age.fading);
  });

  it('marks exactly those that are alarmed now', () => {
    const store = new VesselStore();
    store.applyIdentity(identity(0));
    store.applyIdentity(identity(1));
    store.setAlarms(new Map([['v0', 1 | UNACKNOWLEDGED]]));
    store.setAlarms(new Map([['v1', 2]]));
    expect([...store.alarm.subarray(0, 2)]).to.deep.equal([0, 2]);
  });
});

describe('what a symbol says', () => {
  it('ages against the interval of its own vessel', () => {
    const store = new VesselStore();
    store.applyIdentity(identity(0, { expectedIntervalMin: 120 }));
    store.applyIdentity(identity(1, { expectedIntervalMin: 6 }));
    for (const slot of [0, 1]) store.applyPosition(position(slot, 109, 15, { time: NOW_S - 100 * 60 }));
    expect(ageOf(store, 0, NOW_S)).to.equal(Age.fresh);
    expect(ageOf(store, 1, NOW_S)).to.equal(Age.lost);
  });

  it('ages by the interval of its source, and is lost only when what she owes by VMS is overdue as well', () => {
    const store = new VesselStore();
    store.applyIdentity(identity(0, { expectedIntervalMin: 120 }));
    const byAis = (minutes: number): Age => {
      const row = position(0, 109, 15, { time: NOW_S - minutes * 60 });
      store.applyPosition([row[0], row[1], row[2], row[3], row[4], row[5], row[6], 0]);
      return ageOf(store, 0, NOW_S);
    };
    expect([5, 7, 100, 239, 241].map(byAis)).to.deep.equal([Age.fresh, Age.fading, Age.fading, Age.fading, Age.lost]);
  });

  it('points to the heading, else to the course, and is a circle when stopped or unknown', () => {
    const store = new VesselStore();
    store.applyPosition(position(0, 109, 15, { heading: 180, course: 900 }));
    store.applyPosition(position(1, 109, 15, { course: 900 }));
    store.applyPosition(position(2, 109, 15, { speed: 2, course: 900 }));
    store.applyPosition(position(3, 109, 15, { course: -1 }));
    store.applyPosition(position(4, 109, 15, { speed: -1, course: 3590 }));
    expect([0, 1, 2, 3, 4].map((slot) => motionOf(store, slot))).to.deep.equal([32, 16, HEADINGS, HEADINGS, 0]);
  });

  it('tells craft, source, age and direction from the number of its sprite', () => {
    const store = new VesselStore();
    store.applyIdentity(identity(0, { registered: false, shipType: 30, expectedIntervalMin: 6 }));
    store.applyPosition(position(0, 109, 15, { course: 1800, time: NOW_S - 500 }));
    const list = swept(store, viewAt(109, 15));
    expect(spriteLook(list.look[0]!)).to.deep.equal({
      craft: CraftClass.fishing,
      vms: true,
      age: Age.fading,
      headingDeg: 180,
    });
  });
});

describe('the form of a symbol', () => {
  const forms = (headingDeg: number | undefined) =>
    Object.entries(CraftClass).map(([name, craft]) => [name, formOf({ craft, headingDeg })] as const);
  const cornersOf = (form: Form): number => (typeof form === 'number' ? 0 : form.length);

  it('tells who fishes from other craft, aids and distress without any colour, moving and stopped', () => {
    const counted = (headingDeg: number | undefined) =>
      Object.fromEntries(forms(headingDeg).map(([name, form]) => [name, cornersOf(form)]));
    expect(counted(45)).to.deep.equal({ own: 3, fishing: 3, other: 5, aid: 4, distress: 0 });
    expect(counted(undefined)).to.deep.equal({ own: 0, fishing: 0, other: 4, aid: 4, distress: 0 });
    // An aid stands on its corner, a stopped craft on its side.
    const other = formOf({ craft: CraftClass.other, headingDeg: undefined });
    const aid = formOf({ craft: CraftClass.aid, headingDeg: undefined });
    const ys = (form: Form) => (typeof form === 'number' ? [] : [...new Set(form.map(([, y]) => Math.round(y * 10)))]);
    expect([ys(other).length, ys(aid).length]).to.deep.equal([2, 3]);
  });

  it('points its bow to the heading, stays in its sprite, and has no more to be drawn than a triangle', () => {
    const corners = formOf({ craft: CraftClass.other, headingDeg: 90 }) as [number, number][];
    expect(Math.max(...corners.map(([x]) => x))).to.be.closeTo(corners[0]![0], 1e-9);
    expect(corners[0]![1]).to.be.closeTo(0, 1e-9);
    const area = (all: readonly (readonly [number, number])[]): number =>
      Math.abs(
        all.reduce((sum, [x, y], n) => sum + x * all[(n + 1) % all.length]![1] - y * all[(n + 1) % all.length]![0], 0),
      ) / 2;
    const triangle = formOf({ craft: CraftClass.fishing, headingDeg: 90 }) as [number, number][];
    expect(area(corners)).to.be.at.most(area(triangle) * 1.15);
    for (const [, form] of forms(30)) {
      const reach = typeof form === 'number' ? form : Math.max(...form.map(([x, y]) => Math.hypot(x, y)));
      expect(reach).to.be.below(9);
    }
  });
});

describe('the sweep', () => {
  it('lists what is in view and leaves out what the edge would cut', () => {
    const store = new VesselStore();
    store.applyPosition(position(0, 109, 15));
    store.applyPosition(position(1, 10, 60));
    store.applyPosition(position(2, longitude((viewAt(109, 15).left + 5) / viewAt(109, 15).scale), 15));
    const list = swept(store, viewAt(109, 15));
    expect(list.length).to.equal(1);
    expect([list.slot[0], list.px[0], list.py[0]]).to.deep.equal([0, 400, 300]);
  });

  it('works in device pixels', () => {
    const store = new VesselStore();
    store.applyPosition(position(0, 109, 15));
    const list = swept(store, viewAt(109, 15, 2));
    expect([list.px[0], list.py[0]]).to.deep.equal([800, 600]);
  });

  it('shows a vessel beyond the date line in the copy of the world that is in view', () => {
    const store = new VesselStore();
    store.applyPosition(position(0, -179.9, 15));
    expect(swept(store, viewAt(179.9, 15)).length).to.equal(1);
  });

  it('draws alarmed vessels above all others and lost ones beneath', () => {
    const store = new VesselStore();
    for (const slot of [0, 1, 2]) {
      store.applyIdentity(identity(slot, { expectedIntervalMin: 6 }));
      store.applyPosition(position(slot, 109, 15, { time: slot === 1 ? NOW_S - 9999 : NOW_S }));
    }
    store.setAlarms(new Map([['v2', 3]]));
    const list = swept(store, viewAt(109, 15));
    expect(list.rank[1]).to.be.lessThan(list.rank[0]!);
    expect(list.rank[2]).to.be.greaterThan(list.rank[0]!);
  });

  it('draws the more urgent of alarmed vessels above the others, and finds it under the pointer', () => {
    const store = new VesselStore();
    for (const slot of [0, 1, 2, 3]) {
      store.applyIdentity(identity(slot));
      store.applyPosition(position(slot, 109, 15));
    }
    store.setAlarms(
      new Map([1, 4, 3, 2].map((priority, slot) => [`v${slot}`, priority | (slot % 2 ? UNACKNOWLEDGED : 0)])),
    );
    const list = swept(store, viewAt(109, 15));
    const fromBelow = [1, 2, 3, 0];
    expect(list.markedFromBelow().map((i) => list.slot[i])).to.deep.equal(fromBelow);
    expect([...list.order.subarray(0, 4)].map((i) => list.slot[i])).to.deep.equal(fromBelow);
    expect(hitTest(list, 400, 300, 8)).to.equal(0);
  });

  it('gives the ring of each priority a form that no other has', () => {
    const forms = Object.values(RING_FORMS).map(({ radii, dash }) => `${radii.length} ${dash.join(' ')}`);
    expect(new Set(forms).size).to.equal(4);
  });
});

describe('a crowded sea', () => {
  const crowd = THIN_ABOVE + 1000;
  let store: VesselStore;
  beforeEach(() => {
    store = new VesselStore();
    // All within a few cells, one upon the other.
    for (let slot = 0; slot < crowd; slot++) {
      store.applyIdentity(identity(slot, { expectedIntervalMin: 6 }));
      store.applyPosition(position(slot, 109 + (slot % 40) / 100, 15, { time: slot % 2 ? NOW_S : NOW_S - 9999 }));
    }
  });
  const wholes = (list: DrawList): number[] => [...list.order.subarray(0, list.wholeCount)].map((i) => list.slot[i]!);

  it('is thinned to one whole symbol a cell, that of the highest rank, and keeps everybody as a dot', () => {
    const list = swept(store, viewAt(109, 15));
    expect(list.length).to.equal(crowd);
    expect(list.wholeCount).to.be.within(1, 4);
    for (const slot of wholes(list)) expect(ageOf(store, slot, NOW_S)).to.equal(Age.fresh);
  });

  it('never thins an alarmed vessel, a distress signal or one that is kept', () => {
    store.applyIdentity(identity(7, { kind: 'epirb' }));
    store.setAlarms(new Map(Array.from({ length: 200 }, (_, i) => [`v${i * 17}`, i % 2 ? 1 | UNACKNOWLEDGED : 4])));
    const kept = new Uint8Array(crowd);
    kept[2222] = 1;
    const list = new DrawList();
    sweep(store, viewAt(109, 15), { nowS: NOW_S, marginPx: 9, kept }, list);
    const shown = new Set(wholes(list));
    for (let i = 0; i < 200; i++) expect(shown.has(i * 17), `v${i * 17}`).to.equal(true);
    expect([shown.has(7), shown.has(2222)]).to.deep.equal([true, true]);
    // These are the ones that get rings, corners and labels.
    expect(list.marked).to.have.length(201);
  });

  it('keeps the same symbols when the map is moved', () => {
    const view = viewAt(109, 15);
    const before = wholes(swept(store, view)).sort();
    for (const [dx, dy] of [
      [37, 11],
      [-5, 80],
    ] as const) {
      const moved = { ...view, left: view.left + dx, top: view.top + dy };
      expect(wholes(swept(store, moved)).sort()).to.deep.equal(before);
    }
  });

  it('draws all whole while a screen bears them', () => {
    const few = new VesselStore();
    for (let slot = 0; slot < 100; slot++) few.applyPosition(position(slot, 109, 15));
    expect(swept(few, viewAt(109, 15)).wholeCount).to.equal(100);
  });
});

describe('an estimated position', () => {
  it('lies where course and speed lead from the last fix', () => {
    const store = new VesselStore();
    store.applyPosition(position(0, 109, 15, { speed: 60, course: 900, time: NOW_S - 3600 }));
    const place = estimateOf(store, 0, NOW_S)!;
    expect(latitude(place.y)).to.be.closeTo(15, 1e-6);
    // 6 nm east at 15° N.
    expect(longitude(place.x)).to.be.closeTo(109 + 6 / 60 / Math.cos((15 * Math.PI) / 180), 2e-4);
    store.applyPosition(position(0, 109, 15, { speed: 60, course: 0, time: NOW_S - 3600 }));
    expect(latitude(estimateOf(store, 0, NOW_S)!.y)).to.be.closeTo(15.1, 5e-4);
  });

  it('is not given for two hours and more, nor for a vessel that lies still or whose course nobody knows', () => {
    const store = new VesselStore();
    for (const [slot, more] of [
      { time: NOW_S - 7201 },
      { speed: 4, time: NOW_S - 3600 },
      { speed: -1, time: NOW_S - 3600 },
      { course: -1, time: NOW_S - 3600 },
      { time: NOW_S - 10 },
    ].entries()) {
      store.applyPosition(position(slot, 109, 15, more));
      expect(estimateOf(store, slot, NOW_S), String(slot)).to.equal(undefined);
    }
  });
});

describe('the hit test', () => {
  const store = new VesselStore();
  const near = 0.05;
  before(() => {
    for (const slot of [0, 1]) store.applyIdentity(identity(slot));
    store.applyPosition(position(0, 109, 15));
    store.applyPosition(position(1, 109 + near, 15));
  });

  it('finds the nearest within the radius and nothing beyond it', () => {
    const list = swept(store, viewAt(109, 15));
    expect(hitTest(list, 401, 301, 8)).to.equal(0);
    expect(hitTest(list, list.px[1]! + 1, 300, 8)).to.equal(1);
    expect(hitTest(list, 420, 320, 8)).to.equal(undefined);
    expect(hitTest(list, 415, 312, 22)).to.not.equal(undefined);
  });

  it('prefers the alarmed one of two', () => {
    store.setAlarms(new Map([['v1', 1]]));
    expect(hitTest(swept(store, viewAt(109, 15)), 400, 300, 8)).to.equal(1);
  });
});
