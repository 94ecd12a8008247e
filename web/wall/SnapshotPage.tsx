/** The state of the fleet at one instant, for a meeting: it stands still, says of when it is, and prints. */
import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { WallFigures } from '../../server/wall/figures.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { isWaiting } from '../console/alert-states.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { inBoth, said, t } from '../i18n/t.ts';
import { connectLive } from '../live/client.ts';
import { alerts, connection, isWhole, serverNow, status } from '../live/picture.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import { labelOf } from './AlarmRail.tsx';
import { FeedTable } from './FeedsScene.tsx';
import { FleetTable } from './FleetScene.tsx';
import { readFigures } from './figures.ts';
import { TileView } from './Strip.tsx';
import { alarmRows } from './scenes.ts';
import type { WallSettings } from './settings.ts';
import { WallMap } from './WallMap.tsx';
import '../i18n/wall-texts.ts';

interface Frozen {
  takenAt: number;
  figures: WallFigures;
  alerts: { rows: Alert[]; more: number };
  status: SystemStatus | undefined;
}

export function SnapshotPage({ settings }: { settings: WallSettings }): JSX.Element {
  const frozen = useSignal<Frozen | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    const live = connectLive(() => {
      problem.value = inBoth('snapshot.signIn');
      live.close();
    }, 'wall');
    let isTaken = false;
    // One whole picture, and the line is cut: what is on the page is of one instant.
    const stop = effect(() => {
      if (connection.value !== 'live' || !isWhole.value || isTaken) return;
      isTaken = true;
      const taken = { takenAt: serverNow(), alerts: alarmRows(alerts.peek().values()), status: status.peek() };
      live.close();
      readFigures().then(
        (figures) => (frozen.value = { ...taken, figures }),
        (error: unknown) => (problem.value = sentenceFor(error)),
      );
    });
    return () => {
      stop();
      live.close();
    };
  }, []);
  const shown = frozen.value;
  if (!shown) return <main class="snapshot">{problem.value ? said(problem.value) : t('snapshot.taking')}</main>;
  const { takenAt, figures } = shown;
  return (
    <main class="snapshot">
      <header>
        <h1>
          Hải Đăng · {t('snapshot.title')} {shown.status?.demo && <strong class="wall-demo">DEMO</strong>}
        </h1>
        <p class="stamp">
          <b>{t('snapshot.frozen')}</b> {localStamp(takenAt)} · {utcStamp(takenAt)}
        </p>
        <button type="button" onClick={() => print()}>
          {t('snapshot.print')}
        </button>
      </header>
      <section class="snapshot-tiles">
        {figures.tiles.map((tile) => (
          <TileView key={tile.name} name={tile.name} tile={tile} time={takenAt} />
        ))}
      </section>
      <WallMap box={settings.box} focus={undefined} frozenAt={takenAt} />
      <section>
        <h2>{t('wall.alarms')}</h2>
        <ol class="snapshot-alerts">
          {shown.alerts.rows.map((alert) => (
            <li key={alert.id}>
              <PriorityMark priority={alert.occurrence.priority} /> <b>{labelOf(alert)}</b> {said(alert.text)} (
              {t(isWaiting(alert) ? 'wall.waits' : 'wall.taken')})
            </li>
          ))}
        </ol>
        {shown.alerts.rows.length === 0 && <p>{t('wall.noAlarms')}</p>}
        {shown.alerts.more > 0 && <p>{t('wall.more', { n: shown.alerts.more })}</p>}
        <h2>{t('wall.fleet')}</h2>
        <FleetTable fleet={figures.fleet} />
        <h2>{t('wall.feeds')}</h2>
        <FeedTable feeds={shown.status?.feeds ?? []} time={takenAt} />
      </section>
      <p>{t('snapshot.about')}</p>
    </main>
  );
}
