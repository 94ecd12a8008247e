/** Earlier revisions: who, when, why, what was other then, and the way back to one. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type DocumentChange, type ReadDocument, readChanges, readVersion } from '../api/settings.ts';
import { said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { DifferenceTable } from './DifferenceTable.tsx';
import { type Difference, differences, type Field, type Land } from './fields.ts';
import '../i18n/settings-texts.ts';

export interface ChangesProps {
  name: string;
  field: Field;
  document: ReadDocument;
  land: Land;
  /** Absent for who may not change anything. */
  onTakeUp: ((body: unknown) => void) | undefined;
}

export function Changes({ name, field, document, land, onTakeUp }: ChangesProps): JSX.Element {
  const changes = useSignal<DocumentChange[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const looked = useSignal<{ revision: number; body: unknown; found: Difference[] } | undefined>(undefined);
  const fail = (error: unknown): void => {
    problem.value = sentenceFor(error);
  };
  useEffect(() => {
    readChanges(name).then((all) => (changes.value = all), fail);
  }, [name]);
  const look = async (revision: number): Promise<void> => {
    try {
      const { body } = await readVersion(name, revision);
      looked.value = { revision, body, found: differences(field, body, document.body, { ...land, draft: body }) };
    } catch (error) {
      fail(error);
    }
  };
  return (
    <section class="outline changes">
      <h2>{t('settings.versions')}</h2>
      {problem.value && <p class="problem">{said(problem.value)}</p>}
      {changes.value.length > 0 && (
        <ol reversed>
          {changes.value.map(({ revision, changedAt, changedBy, approvedBy, why }) => (
            <li key={revision}>
              <span>
                {formatTime(changedAt)} · {actorName(changedBy)}{' '}
                {approvedBy !== undefined && t('settings.approvedBy', { who: actorName(approvedBy) })}{' '}
                {why && <q>{why}</q>}
              </span>{' '}
              {revision === document.revision ? (
                <b>{t('settings.inForce')}</b>
              ) : (
                <button type="button" onClick={() => void look(revision)}>
                  {t('settings.compare')}
                </button>
              )}
              {looked.value?.revision === revision && (
                <div>
                  <p>{t('settings.sinceThen')}</p>
                  <DifferenceTable found={looked.value.found} />
                  {onTakeUp && (
                    <button type="button" onClick={() => onTakeUp(looked.value!.body)}>
                      {t('settings.takeUp')}
                    </button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
