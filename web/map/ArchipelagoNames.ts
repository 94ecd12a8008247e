/**
 * "Quần đảo Hoàng Sa (Việt Nam)" and "Quần đảo Trường Sa (Việt Nam)": real text above everything else on the map, at every
 * zoom, whenever any part of the archipelago is in view. No collision hides them; at high zoom they move into the view.
 */
import * as L from 'leaflet';
import { archipelagos } from './labels.ts';
import type { Box } from './placement.ts';

const LINE_PX = 16;
/** A name that had to move farther than this from where it belongs says by an arrow where that is. */
const ASIDE_PX = 48;
const ARROWS = '→↘↓↙←↖↑↗';
/** Room for the arrow before the name. */
const ARROW_PX = 18;
/** Buttons lie above the names at the right edge and at the foot: none may end beneath them. */
const ROOM = { right: 52, foot: 4 * LINE_PX };
/** On a phone, where they stand in two columns. */
const PHONE_PX = 720;
const PHONE_ROOM = { right: 108, foot: 7.5 * LINE_PX };
/** The buttons themselves (console.css): how far up from the foot their columns reach. */
const BUTTONS = { foot: 40, top: 40 + 10 * 38 };
const PHONE_BUTTONS = { foot: 32, top: 32 + 4 * 48 };
/** Where nobody presses anything, names stand where they belong. */
const NO_ROOM = { right: 4, foot: LINE_PX };

export class ArchipelagoNames extends L.Layer {
  readonly #hasButtons: boolean;
  readonly #texts = archipelagos.map((place) => {
    const element = L.DomUtil.create('div', 'archipelago-name leaflet-zoom-hide');
    element.textContent = place.name;
    return { place, element };
  });
  /** Asked of the page once: to know it the browser has to lay everything out, in the middle of a redraw. */
  readonly #widths = new Map<HTMLElement, number>();

  constructor(hasButtons = true) {
    super();
    this.#hasButtons = hasButtons;
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('archipelagos') ?? map.createPane('archipelagos');
    pane.style.zIndex = '460';
    pane.style.pointerEvents = 'none';
    for (const { element } of this.#texts) pane.append(element);
    this.#place();
    return this;
  }

  override onRemove(): this {
    for (const { element } of this.#texts) element.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    const place = (): void => this.#place();
    return { move: place, moveend: place, resize: place, viewreset: place };
  }

  /** Where the names stand and buttons lie, in pixels of the map's container: no other name goes there. */
  boxes(): Box[] {
    const map = this._map;
    if (!map) return [];
    const names = this.#texts.flatMap(({ element }) => {
      if (element.hidden) return [];
      const { x, y } = map.layerPointToContainerPoint(L.DomUtil.getPosition(element));
      return { left: x, top: y, right: x + this.#widthOf(element), bottom: y + LINE_PX };
    });
    return this.#hasButtons ? [...names, buttonsBox(map.getSize())] : names;
  }

  #widthOf(element: HTMLElement): number {
    const known = this.#widths.get(element);
    if (known !== undefined) return known;
    const width = element.offsetWidth;
    if (width > 0) this.#widths.set(element, width);
    return width;
  }

  #place(): void {
    const map = this._map;
    const size = map.getSize();
    const aside = size.x <= PHONE_PX ? PHONE_ROOM : ROOM;
    const room = this.#hasButtons ? aside : NO_ROOM;
    for (const { place, element } of this.#texts) {
      const corner = map.latLngToContainerPoint([place.north, place.west]);
      const opposite = map.latLngToContainerPoint([place.south, place.east]);
      const inView = corner.x < size.x && opposite.x > 0 && corner.y < size.y && opposite.y > 0;
      element.hidden = !inView;
      if (!inView) continue;
      const half = this.#widthOf(element) / 2;
      const point = map.latLngToContainerPoint([place.lat, place.lon]);
      const x = Math.max(half + ARROW_PX, Math.min(size.x - half - room.right, point.x));
      const y = Math.max(LINE_PX, Math.min(size.y - room.foot, point.y));
      element.dataset.way = wayTo(point.x - x, point.y - y);
      L.DomUtil.setPosition(element, map.containerPointToLayerPoint([x - half, y - LINE_PX / 2]).round());
    }
  }
}

function buttonsBox({ x, y }: L.Point): Box {
  const isPhone = x <= PHONE_PX;
  const { foot, top } = isPhone ? PHONE_BUTTONS : BUTTONS;
  return { left: x - (isPhone ? PHONE_ROOM : ROOM).right, top: y - top, right: x, bottom: y - foot };
}

/** Empty for a place that is near. */
function wayTo(right: number, down: number): string {
  if (Math.hypot(right, down) < ASIDE_PX) return '';
  return ARROWS[Math.round(Math.atan2(down, right) / (Math.PI / 4)) & 7]!;
}
