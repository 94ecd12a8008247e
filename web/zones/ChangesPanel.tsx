/** Before the zones hold for everybody: what differs, whether it is sound, what today's rules would have raised with it, and why. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { PlainFinding } from '../../server/zone-import/answer.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { withZone, type ZoneChange } from './changes.ts';
import { checkZones, findingsOf, repairedZone } from './checks.ts';
import { Findings } from './Findings.tsx';
import { isTried, TrialSection } from './TrialSection.tsx';
import { z } from './words.ts';
import {
  changes,
  changeZone,
  changeZones,
  conflicts,
  draft,
  overtakenBy,
  saved,
  saveZones,
  settle,
  takeTheirs,
} from './workspace.ts';

interface ChangesPanelProps {
  onPlace(place: { lon: number; lat: number }): void;
  onSaved(): void;
  /** Somebody goes to one of the zones. */
  onOpen(): void;
}

export function ChangesPanel({ onPlace, onSaved, onOpen }: ChangesPanelProps): JSX.Element {
  const found = changes.value;
  if (found.length === 0) return <p class="empty">{z('changes.none')}</p>;
  const putBack = ({ id, before }: ZoneChange): void => changeZones(withZone(draft.value, id, before));
  return (
    <section class="zone-changes">
      {overtakenBy.value && (
        <p class="problem" role="alert">
          {z('changes.overtaken', {
            who: actorName(overtakenBy.value.changedBy ?? ''),
            when: formatLocalTime(overtakenBy.value.changedAt ?? 0),
          })}
        </p>
      )}
      <Conflicts />
      <h3>{z('changes.title')}</h3>
      <ChangeTable changes={found} onPutBack={putBack} onOpen={onOpen} />
      <Checked onPlace={onPlace} onSaved={onSaved} />
    </section>
  );
}

function Conflicts(): JSX.Element | null {
  if (conflicts.value.length === 0) return null;
  const who = actorName(saved.value?.changedBy ?? '');
  return (
    <section class="problem">
      <h3>{z('conflict.title')}</h3>
      <ul>
        {conflicts.value.map((conflict) => (
          <li key={conflict.id} data-conflict={conflict.id}>
            {z('conflict.words', { name: (conflict.mine ?? conflict.theirs)?.properties.name ?? conflict.id, who })}{' '}
            <button type="button" onClick={() => settle(conflict.id)}>
              {z('conflict.mine')}
            </button>{' '}
            <button type="button" onClick={() => takeTheirs(conflict)}>
              {z('conflict.theirs')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Trying and saving what has been checked; an error stands against both. */
function Checked({ onPlace, onSaved }: Omit<ChangesPanelProps, 'onOpen'>): JSX.Element {
  const findings = useSignal<readonly PlainFinding[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const found = changes.value;
  useEffect(() => {
    let isWanted = true;
    findings.value = undefined;
    const zones = found.flatMap(({ after }) => (after && after.properties.kind !== 'land' ? [after] : []));
    const asked = zones.length === 0 ? Promise.resolve([]) : checkZones(zones).then(findingsOf);
    asked.then(
      (all) => {
        if (isWanted) findings.value = all;
      },
      (error: unknown) => {
        if (isWanted) problem.value = sentenceFor(error);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [found]);
  const repair = async (finding: PlainFinding): Promise<void> => {
    const zone = draft.value.find(({ id }) => id === finding.zone?.id);
    try {
      if (zone) changeZone(await repairedZone(zone, finding));
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  const errors = findings.value?.filter(({ severity }) => severity === 'error').length ?? 0;
  return (
    <>
      <h3>{z('check.title')}</h3>
      {problem.value && <p class="problem">{said(problem.value)}</p>}
      {!findings.value && !problem.value && <p>{z('check.running')}</p>}
      {findings.value?.length === 0 && <p class="good">✓ {z('check.good')}</p>}
      {findings.value && findings.value.length > 0 && (
        <Findings findings={findings.value} onPlace={onPlace} onRepair={(finding) => void repair(finding)} />
      )}
      {errors > 0 && <p class="problem">{z('save.faulty', { n: errors })}</p>}
      <TrialSection disabled={findings.value === undefined || errors > 0} />
      <SaveForm disabled={findings.value === undefined || errors > 0} onSaved={onSaved} />
    </>
  );
}

function SaveForm({ disabled, onSaved }: { disabled: boolean; onSaved: () => void }): JSX.Element {
  const why = useSignal('');
  const untried = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<Sentence | undefined>(undefined);
  const tried = isTried();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    problem.value = await saveZones(why.value.trim());
    busy.value = false;
    if (!problem.value) onSaved();
  };
  const isOpen = conflicts.value.length > 0;
  return (
    <form class="zone-save" onSubmit={(event) => void save(event)}>
      <h3>{z('save.title')}</h3>
      <label class="field">
        <span>{z('save.why')}</span>
        <input
          name="why"
          required
          maxLength={500}
          value={why.value}
          onInput={(event) => (why.value = event.currentTarget.value)}
        />
      </label>
      {!tried && (
        <label class="check-line">
          <input
            type="checkbox"
            name="untried"
            checked={untried.value}
            onChange={(event) => (untried.value = event.currentTarget.checked)}
          />{' '}
          {z('save.untried')}
        </label>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <p>
        <button type="submit" class="primary" disabled={disabled || busy.value || isOpen || (!tried && !untried.value)}>
          {z('save.submit')}
        </button>{' '}
        {!tried && !untried.value && <span>{z('save.tryFirst')}</span>}
        {isOpen && <span>{z('save.conflicts')}</span>}
      </p>
    </form>
  );
}
