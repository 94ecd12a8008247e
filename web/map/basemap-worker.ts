/**
 * Draws the land off the main thread. Loads the small world first, so that there is a picture at once, then the detailed
 * coast of Biển Đông; says `loaded` after each.
 */

import detailUrl from './basemap/coastline-bien-dong.topojson.gz?url';
import worldUrl from './basemap/coastline-world.topojson.gz?url';
import { type Coastline, drawLand, type LandColours, readCoastline, type Topology } from './coastline.ts';

interface TileRequest {
  kind: 'draw';
  id: number;
  z: number;
  x: number;
  y: number;
  /** Device pixels on a side. */
  size: number;
  dpr: number;
  colours: LandColours;
}
export type ToWorker = TileRequest | { kind: 'cancel'; id: number };
export type FromWorker =
  | { kind: 'loaded'; detail: boolean }
  | { kind: 'failed'; why: string }
  | { kind: 'tile'; id: number; bitmap: ImageBitmap };

interface WorkerPort {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}
const port = self as unknown as WorkerPort;

let coastlines: Coastline[] = [];
let waiting: TileRequest[] = [];
let drawing = false;

port.onmessage = ({ data }) => {
  // A new request for a tile replaces the one that has not been drawn yet.
  waiting = waiting.filter((request) => request.id !== data.id);
  if (data.kind === 'cancel') return;
  waiting.push(data);
  void drawNext();
};

/** One tile between two looks at the messages, so that a cancelled tile is never drawn. */
async function drawNext(): Promise<void> {
  if (drawing || coastlines.length === 0) return;
  drawing = true;
  for (let request = waiting.shift(); request; request = waiting.shift()) {
    const canvas = new OffscreenCanvas(request.size, request.size);
    const side = 1 / 2 ** request.z;
    const frame = { left: request.x * side, top: request.y * side, side, scale: request.size / side };
    drawLand(canvas.getContext('2d')!, coastlines, frame, request.colours, request.dpr);
    const bitmap = canvas.transferToImageBitmap();
    port.postMessage({ kind: 'tile', id: request.id, bitmap }, [bitmap]);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  drawing = false;
}

async function load(url: string): Promise<Topology> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Some servers declare `.gz` as a content encoding and the browser has already unpacked it: look, do not assume.
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const body = new Blob([bytes]).stream();
  return (await new Response(packed ? body.pipeThrough(new DecompressionStream('gzip')) : body).json()) as Topology;
}

try {
  const world = await load(worldUrl);
  coastlines = [readCoastline(world, 'land', 'coast')];
  port.postMessage({ kind: 'loaded', detail: false });
  void drawNext();
  const detail = await load(detailUrl);
  coastlines = [readCoastline(world, 'land_outside', 'coast_outside'), readCoastline(detail, 'land', 'coast')];
  port.postMessage({ kind: 'loaded', detail: true });
} catch (error) {
  port.postMessage({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
}
