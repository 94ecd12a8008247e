/** Scenes that `drawn.test.ts` has drawn by the parts of the map, on a page of their own in a real browser, and what is seen of them. */
import type * as L from 'leaflet';
import type { Fix } from '../../geofences/fix.ts';
import { ArchipelagoNames } from '../../web/map/ArchipelagoNames.ts';
import { createMap } from '../../web/map/calm-map.ts';
import { DrawList } from '../../web/map/draw-list.ts';
import { drawGhosts } from '../../web/map/ghosts.ts';
import { IslandNames } from '../../web/map/IslandNames.ts';
import { LabelCache } from '../../web/map/label-cache.ts';
import { Age } from '../../web/map/looks.ts';
import { mercatorX, mercatorY } from '../../web/map/mercator.ts';
import { readPalette } from '../../web/map/palette.ts';
import type { Box } from '../../web/map/placement.ts';
import { drawSymbol } from '../../web/map/sprites.ts';
import { sweep } from '../../web/map/sweep.ts';
import { TrackLayer } from '../../web/map/TrackLayer.ts';
import { cutTrack } from '../../web/map/track.ts';
import { VesselLayer } from '../../web/map/VesselLayer.ts';
import { CraftClass, UNACKNOWLEDGED, VesselStore } from '../../web/map/VesselStore.ts';

const NOW_S = 1_800_000_000;
const HOUR_S = 3600;
/** Of 255: drawn, not the soft edge of something. */
const INK = 100;

const frame = (): HTMLElement => document.getElementById('map')!;

function newMap(center: L.LatLngTuple, zoom: number): L.Map {
  return createMap(frame(), { center, zoom, zoomControl: false, attributionControl: false });
}

function canvasOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d')!;
}

/** For a fresh, a fading and a lost vessel, stopped and under way: how many of the four ends of a cross are there. */
export function crossEnds(): number[][] {
  const palette = readPalette();
  const endsOf = (age: Age, headingDeg: number | undefined): number => {
    const ctx = canvasOf(40, 40);
    ctx.translate(20, 20);
    drawSymbol(ctx, { craft: CraftClass.fishing, vms: true, age, headingDeg }, palette);
    const alphaAt = (x: number, y: number): number => ctx.getImageData(20 + x, 20 + y, 1, 1).data[3]!;
    // They lie outside every symbol.
    return [alphaAt(4, 4), alphaAt(-5, 4), alphaAt(4, -5), alphaAt(-5, -5)].filter((alpha) => alpha > INK).length;
  };
  return [Age.fresh, Age.fading, Age.lost].map((age) => [undefined, 90].map((heading) => endsOf(age, heading)));
}

/** The ghost of a vessel at pixel 100, 50 that went due east at 6 kn for an hour; at 15° N and zoom 10 a pixel is 147.7 m. */
export function ghost(): { lineShare: number; tip: number; isFilled: boolean; rows: number } {
  const store = new VesselStore();
  store.applyPosition([0, 109 * 1e5, 15 * 1e5, 60, 900, -1, NOW_S - HOUR_S, 1]);
  const scale = 256 * 2 ** 10;
  const [left, top] = [mercatorX(109) * scale - 100, mercatorY(15) * scale - 50];
  const view = { zoom: 10, scale, left, top, width: 300, height: 100, dpr: 1 };
  const list = new DrawList();
  sweep(store, view, { nowS: NOW_S, marginPx: 9 }, list);
  const ctx = canvasOf(300, 100);
  drawGhosts(ctx, view, { store, list, palette: readPalette(), nowS: NOW_S });
  const isInk = (x: number, y: number): boolean => ctx.getImageData(x, y, 1, 1).data[3]! > INK;
  const columns = Array.from({ length: 300 }, (_, x) => isInk(x, 49) || isInk(x, 50));
  const line = columns.slice(103, 160);
  const tip = columns.lastIndexOf(true);
  const rows = Array.from({ length: 100 }, (_, y) =>
    Array.from({ length: 20 }, (_, n) => isInk(tip - n, y)).some(Boolean),
  );
  return {
    lineShare: line.filter(Boolean).length / line.length,
    tip,
    isFilled: isInk(tip - 9, 51) || isInk(tip - 9, 48),
    rows: rows.filter(Boolean).length,
  };
}

/** A track that was seen, silent for seven hours and seen again: how much of each stretch is in its colour, and all its words. */
export async function gap(): Promise<{ seen: number[]; gap: number; words: string[]; middle: number }> {
  const fix = (hours: number, lon: number): Fix => ({
    fixTime: (NOW_S + hours * HOUR_S) * 1000,
    receivedAt: 0,
    lon,
    lat: 15,
    source: 'vms',
    flags: 0,
  });
  const track = cutTrack([fix(0, 108), fix(1, 109), fix(8, 110), fix(9, 111)], 60);
  const map = newMap([15, 109.5], 8);
  const words: string[] = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    words.push(`${text} at ${Math.round(x + this.measureText(text).width / 2)}`);
    fillText.call(this, text, x, y);
  };
  const layer = new TrackLayer().addTo(map);
  layer.show([{ track, colouring: 'plain', events: [], name: '', hue: undefined }], {
    duration: (ms) => `${ms / 3_600_000} h`,
    time: () => 'time',
  });
  while (words.length < 3) await new Promise(requestAnimationFrame);
  CanvasRenderingContext2D.prototype.fillText = fillText;
  const canvas = frame().querySelector('canvas')!;
  const corner = canvas.getBoundingClientRect();
  const at = (lon: number): number => {
    const { x } = map.latLngToContainerPoint([15, lon]);
    return Math.round(frame().getBoundingClientRect().left + x - corner.left);
  };
  const y = Math.floor(frame().getBoundingClientRect().top + map.latLngToContainerPoint([15, 109]).y - corner.top);
  // Of the rows that the line may lie on, the one that it covers.
  const share = (from: number, to: number): number =>
    Math.max(...[y - 1, y, y + 1].map((row) => shareOf(canvas.getContext('2d')!, readPalette().track, from, to, row)));
  const [a, b, c, d] = [108, 109, 110, 111].map(at);
  const middle = Math.round((b! + c!) / 2);
  const found = {
    seen: [share(a! + 8, b! - 8), share(c! + 8, d! - 8)],
    // Its duration stands in the middle of it.
    gap: share(b! + 8, middle - 24),
    words,
    middle,
  };
  map.remove();
  return found;
}

/** Of the pixels of a row, the part that has a colour (its outline has another). */
function shareOf(ctx: CanvasRenderingContext2D, colour: string, from: number, to: number, y: number): number {
  const paint = canvasOf(1, 1);
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const wanted = paint.getImageData(0, 0, 1, 1).data;
  const { data } = ctx.getImageData(from, y, to - from, 1);
  const isLike = (pixel: number): boolean =>
    data[4 * pixel + 3]! > INK && [0, 1, 2].every((part) => Math.abs(data[4 * pixel + part]! - wanted[part]!) < 40);
  return Array.from({ length: to - from }, (_, pixel) => isLike(pixel)).filter(Boolean).length / (to - from);
}

const ARCHIPELAGOS: Readonly<Record<string, readonly L.LatLngTuple[]>> = {
  'Quần đảo Hoàng Sa (Việt Nam)': [
    [16.5, 112],
    [15.8, 111.2],
    [17.1, 112.8],
  ],
  'Quần đảo Trường Sa (Việt Nam)': [
    [9.5, 113.5],
    [6.7, 111.5],
    [11.9, 117.2],
  ],
};

/** Where the name of an archipelago is not whole on a map that shows the middle or a corner of it. */
export function unnamedPlaces(zooms: readonly number[]): string[] {
  const map = newMap([15, 110], 6);
  new ArchipelagoNames().addTo(map);
  const lost: string[] = [];
  const edge = frame().getBoundingClientRect();
  for (const zoom of zooms)
    for (const [name, places] of Object.entries(ARCHIPELAGOS))
      for (const place of places) {
        map.setView(place, zoom, { animate: false });
        const all = [...frame().querySelectorAll<HTMLElement>('.archipelago-name')];
        const box = all.find((one) => one.textContent === name)?.getBoundingClientRect();
        const isWhole =
          box &&
          box.width > 0 &&
          [box.left - edge.left, edge.right - box.right, box.top - edge.top, edge.bottom - box.bottom].every(
            (room) => room >= 0,
          );
        if (!isWhole) lost.push(`${name} at ${place} zoom ${zoom}: ${JSON.stringify(box)}`);
      }
  map.remove();
  return lost;
}

/** A canvas full of symbols with Lý Sơn in its middle. @returns how many pixels its name covers: of plain vessels, and of alarmed ones on every side */
export function coveredByIslandName(): { plain: number; alarmed: number } {
  const [width, height] = [200, 200];
  const scale = 256 * 2 ** 6;
  const [left, top] = [mercatorX(109.12) * scale - width / 2, mercatorY(15.38) * scale - height / 2];
  const view = { zoom: 6, scale, left, top, width, height, dpr: 1 };
  const symbols = new ImageData(new Uint8ClampedArray(4 * width * height).fill(128), width, height);
  const countWith = (marks: Box[]): number => {
    const ctx = canvasOf(width, height);
    ctx.putImageData(symbols, 0, 0);
    const labels = new LabelCache({ ...readPalette(), ink: '#000', halo: '#fff' }, 1);
    new IslandNames().draw(ctx, symbols, view, { list: new DrawList(), labels, taken: [], marks });
    const { data } = ctx.getImageData(0, 0, width, height);
    return new Uint32Array(data.buffer).filter((pixel) => pixel !== 0x80808080).length;
  };
  return { plain: countWith([]), alarmed: countWith([{ left: 0, top: 0, right: width, bottom: height }]) };
}

/** A map with a vessel whose alarm waits. @returns what is seen of it: how often it was shown or hidden, and whether it is shown */
export function waiting(): { changes: number; isShown(): boolean } {
  const store = new VesselStore();
  store.applyIdentity({ slot: 0, id: 'v', label: 'v', kind: 'vessel', registered: true, expectedIntervalMin: 120 });
  store.applyPosition([0, 109 * 1e5, 15 * 1e5, 60, 900, -1, NOW_S, 1]);
  store.setAlarms(new Map([['v', 1 | UNACKNOWLEDGED]]));
  const nothing = {
    reserved: () => [],
    seaNames: () => [],
    onIslandNames: () => {},
    onSelect: () => {},
    label: () => 'v',
    words: () => [],
    onDrawn: () => {},
  };
  new VesselLayer(store, () => NOW_S * 1000, nothing).addTo(newMap([15, 109], 7));
  const flashing = frame().querySelectorAll<HTMLCanvasElement>('.leaflet-vessels-pane canvas')[2]!;
  const seen = { changes: 0, isShown: () => flashing.style.display !== 'none' };
  let before = flashing.style.display;
  new MutationObserver(() => {
    if (flashing.style.display !== before) seen.changes++;
    before = flashing.style.display;
  }).observe(flashing, { attributes: true, attributeFilter: ['style'] });
  return seen;
}

/** Where a map stands right after it was told to fly, degrees north; it begins at 15 and flies to 10. */
export function afterTakeOff(): number {
  const place = document.createElement('div');
  place.style.cssText = 'width: 300px; height: 300px';
  document.body.append(place);
  const map = createMap(place, { center: [15, 109], zoom: 5 });
  map.flyTo([10, 112], 9, { duration: 1.5 });
  return map.getCenter().lat;
}

/** How long whatever moves by style alone takes: the duration of a transition, and what is animated. */
export function motion(): { transition: string; animation: string } {
  const moving = document.createElement('p');
  moving.className = 'moving';
  document.body.append(moving);
  const { transitionDuration, animationName } = getComputedStyle(moving);
  return { transition: transitionDuration, animation: animationName };
}

/** How often a second the styles of the page may flash anything at most; 0 when nothing is animated. @param but a selector that is not asked about */
export function styledFlashHz(but: string): number {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => allRules(cssRules));
  const stops = new Map(
    rules.filter((rule) => rule instanceof CSSKeyframesRule).map((one) => [one.name, one.cssRules.length]),
  );
  const hz = rules
    .filter((rule) => rule instanceof CSSStyleRule)
    .filter(({ selectorText, style }) => selectorText !== but && !['', 'none'].includes(style.animationName))
    .flatMap(({ style }) => {
      const seconds = style.animationDuration
        .split(',')
        .map((one) => Number.parseFloat(one) / (one.trim().endsWith('ms') ? 1000 : 1));
      // Every second keyframe may undo what the one before did.
      return style.animationName.split(',').map((name, n) => {
        const flashesARound = Math.max(1, ((stops.get(name.trim()) ?? 1) - 1) / 2);
        return flashesARound / seconds[n % seconds.length]!;
      });
    });
  return Math.max(0, ...hz);
}

function allRules(rules: CSSRuleList): CSSRule[] {
  return [...rules].flatMap((rule) => (rule instanceof CSSGroupingRule ? allRules(rule.cssRules) : rule));
}

/** What part of a wall its map has, by the product's styles alone. @param width of all its screens together @param textPx its main text */
export function wallMapShare(width: number, height: number, textPx: number): number {
  const wall = document.createElement('div');
  wall.className = 'wall';
  wall.style.cssText = `position: fixed; width: ${width}px; height: ${height}px; --wall-u: ${textPx}px`;
  const map = document.createElement('div');
  map.className = 'wall-map';
  const [rail, strip, top] = ['wall-rail', 'wall-strip', 'wall-top'].map((name) => {
    const part = document.createElement('div');
    part.className = name;
    return part;
  });
  wall.append(top!, map, rail!, strip!);
  document.body.append(wall);
  const box = map.getBoundingClientRect();
  wall.remove();
  return (box.width * box.height) / (width * height);
}
