/** The map on a wall: nobody touches it, and it is drawn small and enlarged, so that symbols and names have the wall's size. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Alert } from '../../server/models/alert.ts';
import { language, t } from '../i18n/t.ts';
import { connection, identityVersion, serverNow, vessels } from '../live/picture.ts';
import { LiveMap } from '../map/LiveMap.ts';
import { enlargeMap } from '../map/pixel-ratio.ts';
import { vesselLabel } from '../map/vessel-words.ts';
import { readWallZones } from './figures.ts';
import type { WallSettings } from './settings.ts';
import '../i18n/wall-texts.ts';

/** Of the map's labels, in CSS pixels; on a wall they have half the size of the main text. */
const LABEL_PX = 12;
const ZONES_EVERY_MS = 5 * 60_000;

interface WallMapProps {
  box: WallSettings['box'];
  focus: Alert | undefined;
  /** Epoch ms: the time that it stands still at; absent: it goes with the server's clock. */
  frozenAt?: number;
}

export function WallMap({ box, focus, frozenAt }: WallMapProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<LiveMap | undefined>(undefined);
  const home = useRef(box);
  const focused = useRef(focus !== undefined);
  focused.current = focus !== undefined;

  useEffect(() => {
    const fill = (): void => enlargeMap(enlarge(frame.current!, element.current!));
    fill();
    const clock = frozenAt === undefined ? serverNow : () => frozenAt;
    const made = new LiveMap(
      element.current!,
      vessels,
      clock,
      {
        onVessel: () => {},
        onZone: () => {},
        onNote: () => {},
        onTiles: () => {},
        onCursor: () => {},
        onView: () => {},
        onBasemap: () => {},
        label: (slot) => vesselLabel(vessels, slot, clock()),
        words: () => [],
        onDrawn: () => {},
      },
      false,
    );
    map.current = made;
    if (frozenAt !== undefined) made.flashNothing();
    made.setLanguage(language.value);
    made.fit(home.current);
    const resized = new ResizeObserver(() => {
      fill();
      if (!focused.current) requestAnimationFrame(() => map.current?.fit(home.current));
    });
    resized.observe(frame.current!);
    const zones = (): void => {
      readWallZones().then(
        (read) => made.setZones(read),
        () => {},
      );
    };
    zones();
    const timer = frozenAt === undefined ? setInterval(zones, ZONES_EVERY_MS) : undefined;
    return () => {
      clearInterval(timer);
      resized.disconnect();
      map.current = undefined;
      made.destroy();
      enlargeMap(1);
    };
  }, []);

  void identityVersion.value;
  void connection.value;
  const slot = focus && vessels.slotOf(focus.occurrence.vesselId);
  const isKnown = slot !== undefined && vessels.present[slot] === 1;
  const { lon, lat } = focus?.occurrence ?? {};
  useEffect(() => {
    const current = map.current;
    if (!current) return;
    current.select(focus?.occurrence.vesselId);
    // Where it was raised when nobody knows where the vessel is.
    if (focus && isKnown) current.flyTo(vessels.lonE5[slot!]! / 1e5, vessels.latE5[slot!]! / 1e5);
    else if (lon !== undefined && lat !== undefined) current.flyTo(lon, lat);
    else current.fit(home.current);
  }, [focus?.id, isKnown]);

  return (
    <div class="wall-map" ref={frame} data-focus={focus?.occurrence.vesselId ?? ''}>
      <div class="map-canvas" ref={element} />
      <p class="wall-attribution">{t('wall.attribution')}</p>
    </div>
  );
}

/** Makes the map so much smaller than its place, and shows it so much larger. @returns how much */
function enlarge(frame: HTMLElement, map: HTMLElement): number {
  const mainPx = Number.parseFloat(getComputedStyle(frame).getPropertyValue('--wall-u'));
  const factor = Math.max(1, mainPx / 2 / LABEL_PX);
  map.style.width = `${frame.clientWidth / factor}px`;
  map.style.height = `${frame.clientHeight / factor}px`;
  map.style.transform = `scale(${factor})`;
  return factor;
}
