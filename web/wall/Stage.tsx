/** What hangs on a paired wall: clocks, the map under everything, a scene at a time, and a plate when the picture is old. */
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { connectLive } from '../live/client.ts';
import { alerts, connection, lastFrameAt, status } from '../live/picture.ts';
import { now, startClock } from '../ui/clock.ts';
import { clockText, dateText, durationWords } from '../ui/format.ts';
import { feedHealth } from '../ui/health.ts';
import { AlarmRail } from './AlarmRail.tsx';
import { AlertsScene } from './AlertsScene.tsx';
import { FeedsScene } from './FeedsScene.tsx';
import { FleetScene } from './FleetScene.tsx';
import { figures, keepFigures, type WallSelf } from './figures.ts';
import { Strip } from './Strip.tsx';
import { preempting, type Staleness, sceneAt, staleBecause } from './scenes.ts';
import { mainTextPx, type WallSettings } from './settings.ts';
import { orbitAt, startUpkeep } from './upkeep.ts';
import { WallMap } from './WallMap.tsx';
import '../i18n/wall-texts.ts';

interface StageProps {
  settings: WallSettings;
  self: WallSelf;
  /** It is no wall any more. */
  onRefused(): void;
}

const stale = computed<Staleness | undefined>(() => {
  const current = status.value;
  return staleBecause({
    isLive: connection.value === 'live',
    silentMs: lastFrameAt.value === 0 ? 0 : silentFor(),
    feedsBad: current !== undefined && feedHealth(current, now.value) === 'bad',
    storeAway: current?.store?.away !== undefined,
  });
});

function silentFor(): number {
  void now.value;
  return Math.max(0, Date.now() - lastFrameAt.value);
}

const urgent = computed(() => preempting(alerts.value.values(), now.value));

export function Stage({ settings, self, onRefused }: StageProps): JSX.Element {
  const refused = useRef(onRefused);
  refused.current = onRefused;
  useEffect(() => {
    startClock();
    const live = connectLive(() => refused.current(), 'wall');
    const stopFigures = keepFigures(() => refused.current());
    const stopUpkeep = startUpkeep(() => urgent.peek() !== undefined);
    return () => {
      live.close();
      stopFigures();
      stopUpkeep();
    };
  }, []);
  const first = urgent.value;
  const scene = first ? 'overview' : sceneAt(settings.scenes, now.value);
  const { column, row, columns, rows } = settings.tile;
  const [x, y] = orbitAt(now.value);
  const why = stale.value;
  const stage = useRef<HTMLDivElement>(null);
  // The policy forbids styles in the page's text; it lets a script set them.
  useLayoutEffect(() => {
    const { style } = stage.current!;
    style.width = `${columns * 100}vw`;
    style.height = `${rows * 100}vh`;
    style.transform = `translate(calc(${-column * 100}vw + ${x}px), calc(${-row * 100}vh + ${y}px))`;
  }, [column, row, columns, rows, x, y]);
  return (
    <div class="wall-clip">
      <div
        ref={stage}
        class={`wall${why ? ' stale' : ''}${first ? ' urgent' : ''}`}
        data-scene={scene}
        data-stale={why ?? ''}
      >
        <Top settings={settings} self={self} isStale={why !== undefined} />
        <WallMap box={settings.box} focus={first} />
        {scene === 'overview' ? (
          <>
            <AlarmRail />
            <Strip names={['reporting', 'longSilent', 'boundary', 'waiting']} />
          </>
        ) : (
          <section class="wall-scene">
            {scene === 'alerts' && <AlertsScene />}
            {scene === 'fleet' && <FleetScene />}
            {scene === 'feeds' && <FeedsScene />}
          </section>
        )}
        {why && <NoData why={why} />}
      </div>
    </div>
  );
}

function Top({ settings, self, isStale }: { settings: WallSettings; self: WallSelf; isStale: boolean }): JSX.Element {
  const { fits } = mainTextPx(settings, innerWidth, innerHeight);
  return (
    <header class="wall-top">
      <b class="wall-brand">Hải Đăng</b>
      {(self.demo || status.value?.demo) && <strong class="wall-demo">DEMO</strong>}
      {!fits && <span class="small">{t('wall.tooFar', { n: settings.distanceM })}</span>}
      <time class={isStale ? 'old' : ''}>
        {dateText(now.value, 'local')} <b>{clockText(now.value, 'local')}</b> GMT+7{' '}
        <span class="small">{clockText(now.value, 'utc')} UTC</span>
      </time>
    </header>
  );
}

const WHY = { line: 'wall.lineLost', feeds: 'wall.feedsLost', store: 'wall.storeAway' } as const;

/** In both languages, whoever stands before it. */
function NoData({ why }: { why: Staleness }): JSX.Element {
  const since = pictureTime(why);
  const words =
    since === undefined
      ? t('wall.noPicture')
      : t('wall.pictureOf', { time: clockText(since, 'local'), age: durationWords(Math.max(0, now.value - since)) });
  return (
    <div class="wall-no-data" role="alert">
      <b>KHÔNG CÓ DỮ LIỆU</b>
      <b lang="en">NO DATA</b>
      <span>{t(WHY[why])}</span>
      <span>{words}</span>
    </div>
  );
}

/** Epoch ms, by the server's clock, of the last thing that the picture can show. */
function pictureTime(why: Staleness): number | undefined {
  if (lastFrameAt.value === 0) return undefined;
  if (why === 'line') return now.value - silentFor();
  if (why === 'store') return status.value?.store?.coversTo;
  const heard = (status.value?.feeds ?? []).flatMap(({ lastByteAt }) => (lastByteAt === undefined ? [] : [lastByteAt]));
  return heard.length > 0 ? Math.max(...heard) : figures.value?.takenAt;
}
