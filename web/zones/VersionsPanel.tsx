/** Earlier versions of the zones: who, when, why; what has changed since, on the map too; and the way back to one. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type DocumentChange, readChanges, readVersion } from '../api/settings.ts';
import { said } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { changesOf } from './changes.ts';
import { z } from './words.ts';
import { changeZones, saved } from './workspace.ts';

interface VersionsPanelProps {
  mayChange: boolean;
  onPreview(zones: readonly Zone[]): void;
  onTakenUp(): void;
}

export function VersionsPanel({ mayChange, onPreview, onTakenUp }: VersionsPanelProps): JSX.Element {
  const versions = useSignal<readonly DocumentChange[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const looked = useSignal<{ revision: number; zones: readonly Zone[] } | undefined>(undefined);
  const holds = saved.value?.revision;
  const fail = (error: unknown): void => {
    problem.value = sentenceFor(error);
  };
  useEffect(() => {
    looked.value = undefined;
    readChanges('zones').then((all) => (versions.value = all), fail);
  }, [holds]);
  useEffect(() => () => onPreview([]), []);
  const look = async (revision: number): Promise<void> => {
    try {
      const { features } = (await readVersion('zones', revision)).body as { features: Zone[] };
      looked.value = { revision, zones: features };
      // What is the same lies under what holds.
      onPreview(
        changesOf(features, saved.value?.body.features ?? []).flatMap(({ before }) => (before ? [before] : [])),
      );
    } catch (error) {
      fail(error);
    }
  };
  return (
    <section class="zone-versions">
      <p>{z('versions.about')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <ol>
        {versions.value.map(({ revision, changedAt, changedBy, why }) => (
          <li key={revision} data-revision={revision}>
            <b>{formatLocalTime(changedAt)}</b> · {actorName(changedBy)} {why && <q>{why}</q>}{' '}
            {revision === holds ? (
              <b>{z('versions.holds')}</b>
            ) : (
              <button type="button" onClick={() => void look(revision)}>
                {z('versions.look')}
              </button>
            )}
            {looked.value?.revision === revision && (
              <Looked
                zones={looked.value.zones}
                onTakeUp={
                  mayChange
                    ? () => {
                        changeZones(looked.value!.zones);
                        onTakenUp();
                      }
                    : undefined
                }
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Looked({ zones, onTakeUp }: { zones: readonly Zone[]; onTakeUp: (() => void) | undefined }): JSX.Element {
  const since = changesOf(zones, saved.value?.body.features ?? []);
  if (since.length === 0) return <p>{z('versions.same')}</p>;
  return (
    <div>
      <p>{z('versions.shown')}</p>
      <h3>{z('versions.since')}</h3>
      <ChangeTable changes={since} />
      {onTakeUp && (
        <button type="button" onClick={onTakeUp}>
          {z('versions.takeUp')}
        </button>
      )}
    </div>
  );
}
