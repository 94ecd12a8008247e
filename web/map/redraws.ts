/**
 * Redraws of the map's layers share the frames of the display: when a zoom ends all of them are due at once, and drawn in one frame
 * they make it a long one. Meanwhile each layer's old picture lies scaled where it belongs.
 */

/** Milliseconds of a frame after which what is left waits for the next one: a quarter of a frame at 60 Hz. */
const FRAME_SHARE_MS = 4;

interface Due {
  draw: () => void;
  order: number;
}

let asked: Due[] = [];
/** What was due together. What is asked for meanwhile comes after it, so that a layer that always asks keeps nobody waiting. */
let round: Due[] = [];
let frame = 0;

/** Calls `draw` with one of the next frames of the display, once however often it is asked for. @param order the highest first */
export function drawSoon(draw: () => void, order: number): void {
  const isDue = (due: Due): boolean => due.draw === draw;
  if (asked.some(isDue) || round.some(isDue)) return;
  asked.push({ draw, order });
  if (frame === 0) frame = requestAnimationFrame(drawSome);
}

/** What was asked for is not wanted any more. */
export function drawNever(draw: () => void): void {
  const isOther = (due: Due): boolean => due.draw !== draw;
  asked = asked.filter(isOther);
  round = round.filter(isOther);
}

function drawSome(): void {
  frame = 0;
  if (round.length === 0) {
    round = asked.toSorted((a, b) => b.order - a.order);
    asked = [];
  }
  const until = performance.now() + FRAME_SHARE_MS;
  for (let due = round.shift(); due; due = performance.now() < until ? round.shift() : undefined) due.draw();
  if (frame === 0 && round.length + asked.length > 0) frame = requestAnimationFrame(drawSome);
}
