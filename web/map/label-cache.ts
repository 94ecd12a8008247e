/**
 * Vessel labels as little pictures. Stroking a text for its halo costs about a millisecond without a GPU, copying its
 * picture a few microseconds; and the same labels are drawn again and again. So that a map which comes to rest among new
 * vessels does not stand still for all of them, only a few are drawn at a time.
 */
import { LABEL_HALF_PX } from './label-places.ts';
import { canvasFont, type MapPalette } from './palette.ts';

const FONT_PX = 12;
const HALO_PX = 3;
/** Several screens full. When it is reached everything is forgotten: what is in view comes back with the next redraw. */
const MAX_LABELS = 1000;
/** Milliseconds of drawing new labels in one go: less than half a frame. */
const NEW_LABELS_MS = 6;

export interface LabelPicture {
  canvas: HTMLCanvasElement;
  /** CSS pixels. */
  width: number;
}

export class LabelCache {
  /** Labels that the last go had no time for. */
  left = 0;
  #until = 0;
  readonly #pictures = new Map<string, LabelPicture>();
  readonly #measure = document.createElement('canvas').getContext('2d')!;
  readonly #palette: MapPalette;
  readonly #dpr: number;

  /** A new palette or DPR needs a new cache. */
  constructor(palette: MapPalette, dpr: number) {
    this.#palette = palette;
    this.#dpr = dpr;
  }

  /** Begins a go. */
  begin(): void {
    this.#until = performance.now() + NEW_LABELS_MS;
    this.left = 0;
  }

  /** Undefined when this go has no time left for a new one. @param must draws it in any case */
  get(text: string, bold: boolean, must: boolean): LabelPicture | undefined {
    const key = `${bold ? 'b' : 'n'}${text}`;
    const known = this.#pictures.get(key);
    if (known) return known;
    if (!must && performance.now() > this.#until) {
      this.left++;
      return undefined;
    }
    if (this.#pictures.size >= MAX_LABELS) this.#pictures.clear();
    const made = this.#draw(text, canvasFont(FONT_PX, bold ? 'bold' : ''));
    this.#pictures.set(key, made);
    return made;
  }

  #draw(text: string, font: string): LabelPicture {
    this.#measure.font = font;
    const width = Math.ceil(this.#measure.measureText(text).width) + 2 * HALO_PX;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * this.#dpr);
    canvas.height = Math.ceil(2 * LABEL_HALF_PX * this.#dpr);
    const ctx = canvas.getContext('2d')!;
    ctx.scale(this.#dpr, this.#dpr);
    ctx.font = font;
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    ctx.lineWidth = HALO_PX;
    ctx.strokeStyle = this.#palette.halo;
    ctx.strokeText(text, HALO_PX, LABEL_HALF_PX);
    ctx.fillStyle = this.#palette.ink;
    ctx.fillText(text, HALO_PX, LABEL_HALF_PX);
    return { canvas, width };
  }
}
