/** One zone: what is known of it, its coordinates, what is wrong with it, who watches it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { readyRule, ruleKinds, watchesZone } from '../../geofences/rules/index.ts';
import type { Zone } from '../../geofences/types.ts';
import type { PlainFinding } from '../../server/zone-import/answer.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said } from '../i18n/t.ts';
import { ruleName, zoneName } from '../rules/names.ts';
import { navigate, newRulePath, rulePath, zonePath } from '../ui/router.ts';
import { checkZones, findingsOf, repairedZone } from './checks.ts';
import { Findings } from './Findings.tsx';
import { copyOf } from './fresh.ts';
import { ShapeTools } from './ShapeTools.tsx';
import { Vertices } from './Vertices.tsx';
import { validityWords } from './validity.ts';
import { areaWords, z } from './words.ts';
import { changes, changeZone, removeZone, rules } from './workspace.ts';
import { ZoneForm } from './ZoneForm.tsx';
import '../i18n/rules-texts.ts';

/** A hand that drags vertex after vertex asks once it rests. */
const CHECK_AFTER_MS = 400;

interface ZoneEditorProps {
  zone: Zone;
  mayChange: boolean;
  now: number;
  onPlace(place: { lon: number; lat: number }): void;
  onFit(): void;
  /** Shows zones dashed on the map. */
  onPreview(zones: readonly Zone[]): void;
}

export function ZoneEditor({ zone, mayChange, now, onPlace, onFit, onPreview }: ZoneEditorProps): JSX.Element {
  const area = areaWords(zone);
  const change = changes.value.find(({ id }) => id === zone.id)?.change;
  const remove = (): void => {
    removeZone(zone.id);
    navigate('/zones');
  };
  const copy = (): void => {
    const made = copyOf(zone, `${zone.properties.name} (2)`);
    changeZone(made);
    navigate(zonePath(made.id));
  };
  return (
    <article class="zone-editor" aria-labelledby="zone-name">
      <a href="/zones">{z('back')}</a>
      <h2 id="zone-name">
        {zoneName(zone)} {change && <em class="zone-state">{z(change)}</em>}
      </h2>
      <p class="rule-id">
        <code>{zone.id}</code> · {z('version', { n: zone.properties.version })} · {validityWords(zone.properties, now)}
        {area && (
          <>
            {' '}
            · <span class="zone-area">{area}</span>
          </>
        )}
      </p>
      <p class="zone-actions">
        <button type="button" onClick={onFit}>
          {z('action.fit')}
        </button>
        {mayChange && (
          <>
            <button type="button" onClick={copy}>
              {z('action.copy')}
            </button>
            <button type="button" onClick={remove}>
              {z('action.remove')}
            </button>
          </>
        )}
      </p>
      {mayChange && <Check zone={zone} onPlace={onPlace} />}
      <ZoneForm key={zone.id} zone={zone} disabled={!mayChange} onChange={changeZone} />
      <Vertices zone={zone} disabled={!mayChange} onChange={changeZone} onPlace={onPlace} />
      {mayChange && <ShapeTools key={`shape ${zone.id}`} zone={zone} onPreview={onPreview} />}
      <Watching zone={zone} isNew={change === 'added'} mayChange={mayChange} />
    </article>
  );
}

function Check({ zone, onPlace }: { zone: Zone; onPlace: ZoneEditorProps['onPlace'] }): JSX.Element {
  const findings = useSignal<readonly PlainFinding[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    findings.value = undefined;
    problem.value = undefined;
    const timer = setTimeout(() => {
      checkZones([zone]).then(
        (answer) => {
          if (isWanted) findings.value = findingsOf(answer);
        },
        (error: unknown) => {
          if (isWanted) problem.value = sentenceFor(error);
        },
      );
    }, CHECK_AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [zone]);
  const repair = async (finding: PlainFinding): Promise<void> => {
    try {
      changeZone(await repairedZone(zone, finding));
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  return (
    <section class="zone-check" aria-live="polite">
      <h3>{z('check.title')}</h3>
      {problem.value && <p class="problem">{said(problem.value)}</p>}
      {!findings.value && !problem.value && <p>{z('check.running')}</p>}
      {findings.value?.length === 0 && <p class="good">✓ {z('check.good')}</p>}
      {findings.value && findings.value.length > 0 && (
        <Findings findings={findings.value} onPlace={onPlace} onRepair={(finding) => void repair(finding)} />
      )}
    </section>
  );
}

function Watching({ zone, isNew, mayChange }: { zone: Zone; isNew: boolean; mayChange: boolean }): JSX.Element {
  const watching = rules.value.filter((rule) => ruleKinds.has(rule.kind) && watchesZone(readyRule(rule), zone));
  return (
    <section>
      <h3>{z('rules.title')}</h3>
      {watching.length === 0 && <p>{z('noRule')}</p>}
      <ul>
        {watching.map((rule) => (
          <li key={rule.id}>
            <a href={rulePath(rule.id)}>{ruleName(rule)}</a>
          </li>
        ))}
      </ul>
      {mayChange &&
        (isNew ? (
          <p>{z('action.ruleFirst')}</p>
        ) : (
          <a class="button" href={newRulePath(zone.id)}>
            {z('action.rule')}
          </a>
        ))}
    </section>
  );
}
