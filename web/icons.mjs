/**
 * The program's picture, a lighthouse, as SVG and as PNG of the sizes that phones ask for. Drawn here from one list of
 * polygons, so that no binary has to be kept.
 */
import { deflateSync } from 'node:zlib';

const SIDE = 32;
const NIGHT = [11, 58, 83];
const LIGHT = [242, 182, 50];
const WALL = [246, 247, 248];
/** On a canvas of 32 × 32; later ones lie on top. */
const SHAPES = [
  [
    NIGHT,
    [
      [0, 0],
      [32, 0],
      [32, 32],
      [0, 32],
    ],
  ],
  [
    LIGHT,
    [
      [3, 4.4],
      [3.8, 2.6],
      [11, 6.2],
      [10.2, 8],
    ],
  ],
  [
    LIGHT,
    [
      [3, 12.6],
      [3.8, 14.4],
      [11, 10.8],
      [10.2, 9],
    ],
  ],
  [
    LIGHT,
    [
      [29, 4.4],
      [28.2, 2.6],
      [21, 6.2],
      [21.8, 8],
    ],
  ],
  [
    LIGHT,
    [
      [29, 12.6],
      [28.2, 14.4],
      [21, 10.8],
      [21.8, 9],
    ],
  ],
  [
    WALL,
    [
      [10, 6],
      [16, 2.5],
      [22, 6],
    ],
  ],
  [
    LIGHT,
    [
      [12, 6],
      [20, 6],
      [20, 11],
      [12, 11],
    ],
  ],
  [
    WALL,
    [
      [12.4, 11.6],
      [19.6, 11.6],
      [22, 28.5],
      [10, 28.5],
    ],
  ],
  [
    NIGHT,
    [
      [11.7, 16.5],
      [20.3, 16.5],
      [20.8, 20],
      [11.2, 20],
    ],
  ],
];
/** Samples along each side of a pixel. */
const FINE = 4;

export function iconSvg() {
  const colour = (rgb) => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  const paths = SHAPES.map(([rgb, points]) => `<path fill="${colour(rgb)}" d="M${points.join(' ')}z"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}"><title>Hải Đăng</title>${paths.join('')}</svg>`;
}

/** @param size pixels a side. @param margin share of the side that is left round it: what a phone may cut off */
export function iconPng(size, margin = 0) {
  const rows = Buffer.alloc(size * (1 + 3 * size));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0];
      for (let fine = 0; fine < FINE * FINE; fine++) {
        const at = (pixel, step) => ((pixel + (step + 0.5) / FINE) / size - margin) / (1 - 2 * margin);
        const rgb = colourAt(at(x, fine % FINE) * SIDE, at(y, Math.floor(fine / FINE)) * SIDE);
        for (const part of [0, 1, 2]) sum[part] += rgb[part];
      }
      for (const part of [0, 1, 2]) rows[y * (1 + 3 * size) + 1 + 3 * x + part] = Math.round(sum[part] / FINE ** 2);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // 8 bits a part, colours without transparency.
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x, y) {
  for (let n = SHAPES.length - 1; n > 0; n--) if (isInside(SHAPES[n][1], x, y)) return SHAPES[n][0];
  return NIGHT;
}

function isInside(points, x, y) {
  let inside = false;
  points.forEach(([x1, y1], n) => {
    const [x2, y2] = points[(n + 1) % points.length];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}

function chunk(name, data) {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** ISO 3309, as PNG asks for. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
