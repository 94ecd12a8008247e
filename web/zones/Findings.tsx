/** What is wrong with zones, the gravest first, each with its places and its repair. */
import type { JSX } from 'preact';
import type { PlainFinding } from '../../server/zone-import/answer.ts';
import { said } from '../i18n/t.ts';
import { z } from './words.ts';

interface FindingsProps {
  findings: readonly PlainFinding[];
  onPlace(place: { lon: number; lat: number }): void;
  /** One repair at once. */
  onRepair?(finding: PlainFinding): void;
  /** Repairs to tick. */
  accepted?: ReadonlySet<string>;
  onAccept?(id: string, isAccepted: boolean): void;
}

const GRAVITY = ['error', 'warning', 'info'] as const;
const SIGNS = { error: '✕', warning: '!', info: 'i' } as const;
const WORDS = { error: 'check.error', warning: 'check.warning', info: 'check.info' } as const;
const MOST_FINDINGS = 100;
const MOST_PLACES = 5;

export function Findings({ findings, onPlace, onRepair, accepted, onAccept }: FindingsProps): JSX.Element {
  const sorted = findings.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
  return (
    <ul class="findings">
      {sorted.slice(0, MOST_FINDINGS).map((finding) => (
        <li key={finding.id} class={`finding ${finding.severity}`} data-code={finding.code}>
          <p>
            <b>
              <span aria-hidden="true">{SIGNS[finding.severity]}</span> {z(WORDS[finding.severity])}
            </b>{' '}
            {said(finding)}
          </p>
          <Places finding={finding} onPlace={onPlace} />
          {finding.repair && onRepair && (
            <button type="button" onClick={() => onRepair(finding)}>
              {z('check.repair', { what: said(finding.repair) })}
            </button>
          )}
          {finding.repair && onAccept && (
            <label class="check-line">
              <input
                type="checkbox"
                checked={accepted?.has(finding.id) === true}
                onChange={(event) => onAccept(finding.id, event.currentTarget.checked)}
              />{' '}
              {z('check.repair', { what: said(finding.repair) })}
            </label>
          )}
        </li>
      ))}
    </ul>
  );
}

function Places({
  finding: { places, count },
  onPlace,
}: Pick<FindingsProps, 'onPlace'> & { finding: PlainFinding }): JSX.Element | null {
  const shown = places.filter(({ lon, lat }) => lon !== undefined && lat !== undefined).slice(0, MOST_PLACES);
  if (shown.length === 0) return null;
  return (
    <p class="places">
      {shown.map(({ lon, lat, text }, i) => (
        <button key={i} type="button" class="link" onClick={() => onPlace({ lon: lon!, lat: lat! })}>
          {z('check.place', { where: text ?? '' })}
        </button>
      ))}
      {count > shown.length && <small>{z('check.placesMore', { n: count - shown.length })}</small>}
    </p>
  );
}
