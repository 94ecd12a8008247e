/** Further layers of the map in haidang.config.json: depths or charts from a tile server. The map is complete without any. */
import { z } from 'zod';

const addressNeeded = 'it has to be an address like https://tiles.example.vn/depth/{z}/{x}/{y}.png';
/** As it may stand in a security policy: nothing in it can begin another source or directive. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;
const PLACES = ['{z}', '{x}', '{y}'];
const oneLine = /^[^\p{Cc}]*$/u;

/** Whole, with its three placeholders behind the host and no others, and without a password that every browser would be told. */
function isTileAddress(text: string): boolean {
  const origin = tileOrigin(text);
  if (origin === undefined || !PLAIN_ORIGIN.test(origin)) return false;
  const { username, password } = new URL(text);
  const named = [...text.matchAll(/\{[^}]*\}/g)].map(([one]) => one);
  const isComplete = PLACES.every((place) => named.includes(place) || (place === '{y}' && named.includes('{-y}')));
  return username === '' && password === '' && isComplete && named.every((one) => [...PLACES, '{-y}'].includes(one));
}

/** `https://tiles.example.vn`; undefined when the text is no address. */
export function tileOrigin(text: string): string | undefined {
  if (!/^https?:\/\/[^{}/]+\//.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}

const tileLayer = z.strictObject({
  name: z.string().trim().min(1).max(60).regex(oneLine),
  nameEn: z.string().trim().min(1).max(60).regex(oneLine).optional(),
  url: z.string().max(500).refine(isTileAddress, addressNeeded),
  /** Whose it is, as its licence wants it said. */
  attribution: z.string().trim().min(1).max(300).regex(oneLine),
  minZoom: z.int().min(0).max(16).default(3),
  /** The last for which there are tiles; further in they are enlarged. */
  maxZoom: z.int().min(0).max(22).default(16),
  opacity: z.number().min(0.1).max(1).default(1),
  /** Over the land, for what is drawn on it such as buoys and lights; otherwise beneath land, zones and names. */
  over: z.boolean().default(false),
  /** Shown to whoever has not chosen. */
  shown: z.boolean().default(false),
});
export type TileLayer = z.infer<typeof tileLayer>;

export const mapConfig = z.strictObject({
  layers: z
    .array(tileLayer)
    .max(10)
    .default([])
    .refine((layers) => new Set(layers.map(({ name }) => name)).size === layers.length, 'two layers have one name'),
});
