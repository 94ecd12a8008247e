/** The picture of an evidence file: our own coastline, the zones in question, the track and where the alerts were, as SVG. Pure. */
import type { Fix } from '../../geofences/fix.ts';
import { NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import { formatLatitude, formatLongitude } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { clipped, type Frame, frameRound, type Position, pieces } from './map-frame.ts';
import { printable } from './printable.ts';

interface PictureOrder {
  width: number;
  height: number;
  /** Outer ring first, then holes. */
  land: readonly (readonly (readonly Position[])[])[];
  zones: readonly Zone[];
  fixes: readonly Fix[];
  /** Fix times that prove the alerts (epoch ms). */
  evidence: ReadonlySet<number>;
  alerts: readonly { lon: number; lat: number; name: string }[];
  language: 'vi' | 'en';
}

/** Over a longer silence nobody knows the way (ui.md §1): it is drawn broken. */
const GAP_MS = 4 * 3_600_000;
const NM_PER_DEG = 60;
/** Steps of the graticule in minutes of arc, the first that gives few enough lines. */
const STEPS_MIN = [5, 10, 15, 30, 60, 120, 300, 600];
const MOST_LINES = 6;

/** Vietnamese at every scale (domain.md §8). */
const archipelagos: { vi: string; en: string; short: string; at: Position }[] = [
  {
    vi: 'Quần đảo Hoàng Sa (Việt Nam)',
    en: 'Hoàng Sa Islands (Viet Nam)',
    short: 'QĐ Hoàng Sa (VN)',
    at: [112.0, 16.2],
  },
  {
    vi: 'Quần đảo Trường Sa (Việt Nam)',
    en: 'Trường Sa Islands (Viet Nam)',
    short: 'QĐ Trường Sa (VN)',
    at: [114.0, 9.5],
  },
];

export function mapPicture(order: PictureOrder): string {
  const { width, height, fixes, alerts, language } = order;
  const own = fixes.filter(({ flags }) => (flags & NOT_ITS_OWN_PLACE) === 0);
  const places: Position[] = [...own, ...alerts].map(({ lon, lat }) => [lon, lat]);
  if (places.length === 0) return '';
  const frame = frameRound(places, width, height);
  const parts = [
    `<rect x="0" y="0" width="${width}" height="${height}" fill="#e3eef4"/>`,
    landParts(order.land, frame),
    graticule(frame),
    ...order.zones.map((zone) => zoneParts(zone, frame)),
    trackParts(own, order.evidence, frame),
    ...alerts.map((alert) => alertParts(alert, frame)),
    names(frame, language),
    scaleBar(frame, language),
    overview(order.land, frame),
    `<rect x="0" y="0" width="${width}" height="${height}" fill="none" stroke="#22313c" stroke-width="1"/>`,
  ];
  const box = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="BeVietnamPro">${parts.join('')}</svg>`;
}

const fixed = (value: number): string => value.toFixed(2);

function path(points: readonly (readonly [number, number])[], closed: boolean): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('') + (closed ? 'Z' : '');
}

function landParts(land: PictureOrder['land'], frame: Frame): string {
  const drawn = land.flatMap((rings) => rings.filter((ring) => meets(ring, frame)).map((ring) => clipped(ring, frame)));
  const d = drawn
    .filter((ring) => ring.length > 2)
    .map((ring) => path(ring, true))
    .join('');
  return d && `<path d="${d}" fill="#eee6d0" stroke="#8b7f60" stroke-width="0.5" fill-rule="evenodd"/>`;
}

function meets(ring: readonly Position[], { west, east, south, north }: Frame): boolean {
  let [least, most, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [lon, lat] of ring) {
    least = Math.min(least, lon);
    most = Math.max(most, lon);
    low = Math.min(low, lat);
    high = Math.max(high, lat);
  }
  return least <= east && most >= west && low <= north && high >= south;
}

function graticule(frame: Frame): string {
  const span = Math.max(frame.east - frame.west, frame.north - frame.south) * 60;
  const step = (STEPS_MIN.find((minutes) => span / minutes <= MOST_LINES) ?? STEPS_MIN.at(-1)!) / 60;
  const parts: string[] = [];
  for (let n = Math.ceil(frame.west / step); n * step < frame.east; n++) {
    const [x] = frame.at([n * step, frame.south]);
    parts.push(gridLine(x, 0, x, frame.height), label(x + 2, frame.height - 3, formatLongitude(n * step)));
  }
  for (let n = Math.ceil(frame.south / step); n * step < frame.north; n++) {
    const [, y] = frame.at([frame.west, n * step]);
    parts.push(gridLine(0, y, frame.width, y), label(3, y - 2, formatLatitude(n * step)));
  }
  return parts.join('');
}

function gridLine(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="${path(
    [
      [x1, y1],
      [x2, y2],
    ],
    false,
  )}" fill="none" stroke="#9db4c2" stroke-width="0.4"/>`;
}

function label(x: number, y: number, text: string, size = 6.5, colour = '#46545f', more = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" fill="${colour}" ${more}>${escaped(printable(text))}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function zoneParts({ geometry, properties }: Zone, frame: Frame): string {
  const isLine = geometry.type === 'LineString' || geometry.type === 'MultiLineString';
  const colour = properties.kind === 'boundary' ? '#c4188f' : '#57748a';
  const rings = linesOf(geometry, properties.radiusNm);
  const inside = isLine ? [] : rings.map((ring) => clipped(ring, frame)).filter((ring) => ring.length > 2);
  const fill = inside.map((ring) => path(ring, true)).join('');
  // Beyond so many vertices an area is only closed over land: that is no border.
  const outline = rings.map((ring) => ring.slice(0, properties.drawnVertices)).flatMap((line) => pieces(line, frame));
  if (fill === '' && outline.length === 0) return '';
  const border = outline.map((line) => path(line, false)).join('');
  return [
    fill && `<path d="${fill}" fill="${colour}" fill-opacity="0.07" fill-rule="evenodd"/>`,
    border && `<path d="${border}" fill="none" stroke="${colour}" stroke-width="1.2" stroke-dasharray="6 3"/>`,
    nameBeside(outline.flat(), properties.name, colour, frame),
  ].join('');
}

/** At the point of an outline that lies nearest to the left half's middle, where least else is written. */
function nameBeside(points: [number, number][], name: string, colour: string, { width, height }: Frame): string {
  const far = ([x, y]: [number, number]): number => Math.hypot(x - width * 0.3, y - height / 2);
  const nearest = points.reduce<[number, number] | undefined>(
    (best, one) => (!best || far(one) < far(best) ? one : best),
    undefined,
  );
  if (!nearest) return '';
  const x = Math.min(Math.max(nearest[0] + 4, 4), width - 160);
  return label(x, Math.min(Math.max(nearest[1] - 5, 10), height - 30), name, 7, colour);
}

function linesOf(geometry: Zone['geometry'], radiusNm = 1): Position[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    case 'Point': {
      const [lon, lat] = geometry.coordinates;
      const radius = radiusNm / NM_PER_DEG;
      const wide = radius / Math.cos((lat * Math.PI) / 180);
      return [
        Array.from(
          { length: 49 },
          (_, i): Position => [lon + wide * Math.cos((i * Math.PI) / 24), lat + radius * Math.sin((i * Math.PI) / 24)],
        ),
      ];
    }
  }
}

function trackParts(fixes: readonly Fix[], evidence: ReadonlySet<number>, frame: Frame): string {
  const parts: string[] = [];
  for (const [n, fix] of fixes.slice(1).entries()) {
    const before = fixes[n]!;
    const line = path([frame.at([before.lon, before.lat]), frame.at([fix.lon, fix.lat])], false);
    const broken = fix.fixTime - before.fixTime > GAP_MS ? ' stroke-dasharray="1 4"' : '';
    parts.push(`<path d="${line}" fill="none" stroke="#22313c" stroke-width="0.9"${broken}/>`);
  }
  for (const fix of fixes) {
    const [x, y] = frame.at([fix.lon, fix.lat]);
    const proves = evidence.has(fix.fixTime);
    parts.push(
      `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${proves ? 3 : 1.3}" fill="${proves ? '#ffffff' : '#0d6b45'}" stroke="${proves ? '#c4151c' : '#0d6b45'}" stroke-width="${proves ? 1.4 : 0.4}"/>`,
    );
  }
  return parts.join('');
}

function alertParts({ lon, lat, name }: PictureOrder['alerts'][number], frame: Frame): string {
  const [x, y] = frame.at([lon, lat]);
  const cross = `${path(
    [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ],
    false,
  )}${path(
    [
      [x - 6, y + 6],
      [x + 6, y - 6],
    ],
    false,
  )}`;
  return `<path d="${cross}" fill="none" stroke="#c4151c" stroke-width="1.8"/>${label(x + 8, y + 3, name, 7.5, '#c4151c', 'font-weight="bold"')}`;
}

function names(frame: Frame, language: 'vi' | 'en'): string {
  return archipelagos
    .filter(({ at: [lon, lat] }) => lon > frame.west && lon < frame.east && lat > frame.south && lat < frame.north)
    .map((one) => {
      const [x, y] = frame.at(one.at);
      return label(x, y, one[language], 7, '#22313c', 'text-anchor="middle" font-weight="bold"');
    })
    .join('');
}

/** A round number of nautical miles, a fifth to a half of the width, as long as they are in the middle of the picture. */
function scaleBar(frame: Frame, language: 'vi' | 'en'): string {
  const middle = (frame.south + frame.north) / 2;
  const across = (frame.east - frame.west) * NM_PER_DEG * Math.cos((middle * Math.PI) / 180);
  const nm = [1, 2, 5, 10, 20, 50, 100, 200, 500].findLast((one) => one <= across / 3) ?? 1;
  const length = (nm / across) * frame.width;
  const [x, y] = [frame.width - length - 12, frame.height - 16];
  const bar = path(
    [
      [x, y - 3],
      [x, y],
      [x + length, y],
      [x + length, y - 3],
    ],
    false,
  );
  const words = language === 'vi' ? `${nm} hải lý` : `${nm} nm`;
  const paper = `<rect x="${fixed(x - 4)}" y="${fixed(y - 15)}" width="${fixed(length + 8)}" height="19" fill="#ffffff" fill-opacity="0.8"/>`;
  return `${paper}<path d="${bar}" fill="none" stroke="#22313c" stroke-width="1"/>${label(x, y - 6, words, 7, '#22313c')}`;
}

/** The whole of Biển Đông in a corner, with the piece that the picture shows. */
const OVERVIEW: Position[] = [
  [102, 6],
  [118, 22.5],
];
const OVERVIEW_SIZE = { width: 112, height: 124 };

function overview(land: PictureOrder['land'], frame: Frame): string {
  const { width, height } = OVERVIEW_SIZE;
  const whole = frameRound(OVERVIEW, width, height);
  // It says nothing where the picture shows as much itself.
  if (frame.east - frame.west > (whole.east - whole.west) / 2) return '';
  const [x1, y1] = whole.at([frame.west, frame.north]);
  const [x2, y2] = whole.at([frame.east, frame.south]);
  const here = `<rect x="${fixed(x1)}" y="${fixed(y1)}" width="${fixed(Math.max(x2 - x1, 3))}" height="${fixed(Math.max(y2 - y1, 3))}" fill="none" stroke="#c4151c" stroke-width="1.2"/>`;
  const paper = (fill: string): string => `<rect x="0" y="0" width="${width}" height="${height}" ${fill}/>`;
  const small = archipelagos.map((one) => {
    const [x, y] = whole.at(one.at);
    return label(x, y, one.short, 5, '#22313c', 'text-anchor="middle"');
  });
  const parts = [
    paper('fill="#e3eef4"'),
    landParts(land, whole),
    ...small,
    here,
    paper('fill="none" stroke="#22313c" stroke-width="0.8"'),
  ];
  return `<g transform="translate(${frame.width - width - 6} 6)">${parts.join('')}</g>`;
}
