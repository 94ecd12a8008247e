/**
 * From a byte at a feed to a pixel on a screen: boats that nobody has heard of appear one after the other on open sea, and the page
 * that shows the console looks, frame by frame, for the first pixel where each must be drawn.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { Seeded } from '../engine/seeded.ts';
import type { Sender } from '../ingest/sender.ts';

const FIRST_MMSI = 574_900_001;
/** Open sea within the console's first view where the fleet of the bench does not sail: lon, lat of a corner, and steps in degrees. */
const CORNER = { lon: 114.4, lat: 8.5 };
const STEP_DEG = 0.45;
const COLUMNS = 8;
export const MOST_BEACONS = 160;
/** Between two boats, so that they come at any time of the server's second. */
const PAUSE_MS = { least: 300, most: 1300 };
const LOST_AFTER_MS = 10_000;

interface Place {
  lon: number;
  lat: number;
}

/** The window's function that a page is given: resolves with the time of the frame in which something was drawn there. */
type Look = (place: Place) => Promise<number>;

/** Sets `window.haidangLook`. Given to the browser as text: nothing outside the function is there. */
export function installLook(): void {
  /** The console opens here: HOME of web/map/LiveMap.ts. */
  const [homeLat, homeLon, zoom] = [14.2, 110.6, 6];
  const half = 6;
  const project = (lon: number, lat: number): [number, number] => {
    const scale = 256 * 2 ** zoom;
    const sin = Math.sin((lat * Math.PI) / 180);
    return [scale * (lon / 360 + 0.5), scale * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI))];
  };
  const look: Look = ({ lon, lat }) =>
    new Promise((resolve) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.vessel-symbols')!;
      const context = canvas.getContext('2d')!;
      const [x, y] = project(lon, lat);
      const [homeX, homeY] = project(homeLon, homeLat);
      const frame = (): void => {
        const map = document.querySelector('.map-canvas')!.getBoundingClientRect();
        const box = canvas.getBoundingClientRect();
        const ratio = canvas.width / box.width;
        const left = Math.round((x - homeX + map.left + map.width / 2 - box.left) * ratio) - half;
        const top = Math.round((y - homeY + map.top + map.height / 2 - box.top) * ratio) - half;
        const { data } = context.getImageData(left, top, 2 * half, 2 * half);
        if (data.some((value, i) => i % 4 === 3 && value > 0)) resolve(Date.now());
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  Object.assign(window, { haidangLook: look });
}

function placeOf(beacon: number): Place {
  const [column, row] = [beacon % COLUMNS, Math.floor(beacon / COLUMNS)];
  return { lon: CORNER.lon + column * STEP_DEG, lat: CORNER.lat + row * STEP_DEG };
}

/** Milliseconds from the write to the feed's socket to the frame that shows it, of each boat; those that never came are infinite. */
export async function bytesToPixels(page: Page, sender: Sender, count: number): Promise<number[]> {
  const seeded = new Seeded(5);
  const delays: number[] = [];
  for (let beacon = 0; beacon < count; beacon++) {
    await sleep(seeded.between(PAUSE_MS.least, PAUSE_MS.most));
    const place = placeOf(beacon);
    const seen = page.evaluate((at) => (window as unknown as { haidangLook: Look }).haidangLook(at), place);
    // The page looks before the bytes leave.
    await page.evaluate(() => undefined);
    const sentAt = Date.now();
    sender.say(sentence(beacon, place, sentAt));
    const shownAt = await Promise.race([seen, sleep(LOST_AFTER_MS, Number.POSITIVE_INFINITY)]);
    delays.push(shownAt - sentAt);
  }
  return delays;
}

function sentence(beacon: number, { lon, lat }: Place, at: number): string {
  const said = { mmsi: FIRST_MMSI + beacon, lon, lat, speed: 5, course: 90, second: Math.floor(at / 1000) % 60 };
  return encodeAis({ ...said, type: 18 }, { sequence: beacon }).join('\r\n');
}
