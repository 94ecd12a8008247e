/** A vessel symbol exactly as the map draws it, for the legend. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SpriteLook } from '../map/looks.ts';
import { readPalette } from '../map/palette.ts';
import { drawSymbol } from '../map/sprites.ts';
import { palette } from './palette.ts';

const SIDE_PX = 24;

export function SymbolSample({ look }: { look: SpriteLook }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = palette.value;
  useEffect(() => {
    const element = canvas.current!;
    element.dataset.palette = shown;
    const dpr = window.devicePixelRatio || 1;
    element.width = element.height = SIDE_PX * dpr;
    const ctx = element.getContext('2d')!;
    ctx.scale(dpr, dpr);
    ctx.translate(SIDE_PX / 2, SIDE_PX / 2);
    drawSymbol(ctx, look, readPalette());
  }, [look, shown]);
  return <canvas ref={canvas} class="symbol-sample" />;
}
