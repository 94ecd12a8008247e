/** Zones from a file: checked by the server, repaired where that is wanted, looked at on the map, taken into the draft. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Zone } from '../../geofences/types.ts';
import type { ZoneFileAnswer } from '../../server/zone-import/answer.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said } from '../i18n/t.ts';
import { withZone } from './changes.ts';
import { checkFile, findingsOf, usableOf } from './checks.ts';
import { Findings } from './Findings.tsx';
import { z } from './words.ts';
import { changeZones, draft } from './workspace.ts';

/** As geofences/import/reading.ts. */
const MOST_BYTES = 16 * 1024 * 1024;
/** What can be said of a file that does not say it: EPSG codes. */
const SYSTEMS: readonly [code: string, name: string][] = [
  ['EPSG:4326', 'WGS 84'],
  ['EPSG:4756', 'VN-2000'],
  ['EPSG:3405', 'VN-2000 / UTM 48N'],
  ['EPSG:3406', 'VN-2000 / UTM 49N'],
  ['EPSG:9213', 'VN-2000 / TM-3 107-45'],
];

interface Looked {
  file: File;
  answer: ZoneFileAnswer;
}

interface ImportPanelProps {
  /** What of the file is to be shown on the map. */
  onPreview(zones: readonly Zone[]): void;
  onPlace(place: { lon: number; lat: number }): void;
}

export function ImportPanel({ onPreview, onPlace }: ImportPanelProps): JSX.Element {
  const crs = useSignal('');
  const checking = useSignal('');
  const problem = useSignal<string | undefined>(undefined);
  const looked = useSignal<Looked | undefined>(undefined);
  const accepted = useSignal<ReadonlySet<string>>(new Set());
  const taken = useSignal(0);
  useEffect(() => () => onPreview([]), []);

  const check = async (file: File, repair: readonly string[]): Promise<void> => {
    checking.value = file.name;
    problem.value = undefined;
    taken.value = 0;
    try {
      const answer = await checkFile(file, file.name, crs.value, repair);
      looked.value = { file, answer };
      if (repair.length === 0)
        accepted.value = new Set(answer.findings.filter((one) => one.repair).map(({ id }) => id));
      onPreview(answer.preview.features);
    } catch (error) {
      looked.value = undefined;
      problem.value = said(sentenceFor(error) satisfies Sentence);
    }
    checking.value = '';
  };
  const choose = (file: File | undefined): void => {
    if (!file) return;
    if (file.size > MOST_BYTES) problem.value = z('import.tooLarge');
    else void check(file, []);
  };
  const take = (zones: readonly Zone[]): void => {
    changeZones(zones.reduce<Zone[]>((all, zone) => withZone(all, zone.id, zone), [...draft.value]));
    taken.value = zones.length;
    looked.value = undefined;
    onPreview([]);
  };
  const usable = looked.value && usableOf(looked.value.answer);
  return (
    <section class="zone-import">
      <p>{z('import.intro')}</p>
      <label class="field">
        <span>{z('import.crs')}</span>
        <select value={crs.value} onChange={(event) => (crs.value = event.currentTarget.value)}>
          <option value="">{z('import.crsFile')}</option>
          {SYSTEMS.map(([code, name]) => (
            <option key={code} value={code}>
              {name} ({code})
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{z('import.file')}</span>
        <input
          type="file"
          name="zone-file"
          accept=".geojson,.json,.kml,.kmz,.zip,.gpx,.csv,.txt"
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {checking.value !== '' && <p role="status">{z('import.checking', { file: checking.value })}</p>}
      {taken.value > 0 && (
        <p class="applied" role="status">
          {z('import.taken', { n: taken.value })}
        </p>
      )}
      {looked.value && usable && (
        <Result
          looked={looked.value}
          usable={usable}
          accepted={accepted.value}
          onAccept={(id, isAccepted) => {
            const next = new Set(accepted.value);
            if (isAccepted) next.add(id);
            else next.delete(id);
            accepted.value = next;
          }}
          onRepair={() => void check(looked.value!.file, [...accepted.value])}
          onTake={() => take(usable.zones)}
          onPlace={onPlace}
        />
      )}
    </section>
  );
}

interface ResultProps {
  looked: Looked;
  usable: { zones: Zone[]; left: number };
  accepted: ReadonlySet<string>;
  onAccept(id: string, isAccepted: boolean): void;
  onRepair(): void;
  onTake(): void;
  onPlace(place: { lon: number; lat: number }): void;
}

function Result({ looked, usable, accepted, onAccept, onRepair, onTake, onPlace }: ResultProps): JSX.Element {
  const { file, answer } = looked;
  const { findings, remaining, format, preview } = answer;
  return (
    <>
      <p role="status">{z('import.result', { file: file.name, format: format ?? '?', n: preview.features.length })}</p>
      {findings.length > 0 && (
        <>
          <h3>{z('check.title')}</h3>
          <Findings findings={findings} onPlace={onPlace} accepted={accepted} onAccept={onAccept} />
          {findings.some(({ repair }) => repair) && (
            <button
              type="button"
              class={remaining ? undefined : 'primary'}
              disabled={accepted.size === 0}
              onClick={onRepair}
            >
              {z('import.repair')}
            </button>
          )}
        </>
      )}
      {remaining && (
        <>
          <h3>{z('import.remaining')}</h3>
          {findingsOf(answer).length === 0 ? (
            <p class="good">✓ {z('check.good')}</p>
          ) : (
            <Findings findings={findingsOf(answer)} onPlace={onPlace} />
          )}
        </>
      )}
      {usable.left > 0 && <p class="problem">{z('import.left', { n: usable.left })}</p>}
      <p>
        <button type="button" class="primary" disabled={usable.zones.length === 0} onClick={onTake}>
          {z('import.take', { n: usable.zones.length })}
        </button>
      </p>
    </>
  );
}
