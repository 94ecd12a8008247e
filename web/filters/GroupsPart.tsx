/** Saved groups: which are shown, and the form in which one is made or changed. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { NewVesselGroup, VesselGroup } from '../../server/models/vessel-group.ts';
import { deleteJson, postJson, putJson, type Sentence, sentenceFor } from '../api/http.ts';
import { compact } from '../console/search.ts';
import { said, t } from '../i18n/t.ts';
import { identity, vessels } from '../live/picture.ts';
import { mayDo, seesSome, sessionState } from '../ui/session.ts';
import { mapFilter, setField, vesselGroups } from './filters.ts';
import '../i18n/panel-texts.ts';

const groupPath = (id: string): string => `/map/groups/${encodeURIComponent(id)}`;

function contentOf({ name, shared, vessels: listed, filter }: VesselGroup): NewVesselGroup {
  return { name, shared, vessels: listed, ...(filter && { filter }) };
}

/** May this person change it? The server decides; the screen does not offer what it would refuse. */
function mayChange({ by, shared }: VesselGroup): boolean {
  const state = sessionState.value;
  const isOwn = state.kind === 'in' && state.session.user === by;
  return (isOwn || mayDo('cases:decide')) && (!shared || mayShare());
}

function mayShare(): boolean {
  return mayDo('alerts:respond') && !seesSome();
}

export function GroupsPart({ selected }: { selected: string | undefined }): JSX.Element {
  const edited = useSignal<VesselGroup | 'new' | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const groups = vesselGroups.value;
  const doing = (work: Promise<unknown>): void => {
    work.then(
      () => (problem.value = undefined),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  };
  const isNew = edited.value === 'new';
  return (
    <fieldset>
      <legend>{t('group.title')}</legend>
      {groups.length === 0 && <p>{t('group.none')}</p>}
      <ul class="group-list">
        {groups.map((group, n) => (
          <GroupRow
            key={group.id}
            group={group}
            digit={n < 9 ? n + 1 : undefined}
            selected={selected}
            onEdit={() => (edited.value = group)}
            doing={doing}
          />
        ))}
      </ul>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {edited.value ? (
        <GroupForm
          key={isNew ? 'new' : (edited.value as VesselGroup).id}
          group={isNew ? undefined : (edited.value as VesselGroup)}
          selected={selected}
          onEnd={() => (edited.value = undefined)}
        />
      ) : (
        <button type="button" onClick={() => (edited.value = 'new')}>
          {t('group.new')}
        </button>
      )}
    </fieldset>
  );
}

interface RowProps {
  group: VesselGroup;
  /** The key that shows it alone. */
  digit: number | undefined;
  selected: string | undefined;
  onEdit(): void;
  doing(work: Promise<unknown>): void;
}

function GroupRow({ group, digit, selected, onEdit, doing }: RowProps): JSX.Element {
  const sure = useSignal(false);
  const { id, name, shared, by, vessels: listed, filter } = group;
  const chosen = mapFilter.value.groups ?? [];
  const vessel = selected === undefined ? undefined : identity(selected)?.label;
  const isIn = selected !== undefined && listed.includes(selected);
  const holds = [listed.length > 0 && t('group.vessels', { n: listed.length }), filter && t('group.hasFilter')];
  const whose = shared ? `${t('group.shared')} · ${t('group.by', { name: by })}` : t('group.own');
  return (
    <li>
      <label class="choice">
        <input
          type="checkbox"
          checked={chosen.includes(id)}
          onChange={(event) =>
            setField('groups', event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
        <span>
          {name} {digit !== undefined && <kbd>{digit}</kbd>}
          <small>{[...holds.filter(Boolean), whose].join(' · ')}</small>
        </span>
      </label>
      {mayChange(group) && (
        <>
          {vessel !== undefined && (
            <button
              type="button"
              aria-label={t(isIn ? 'group.takeOut' : 'group.add', { vessel, name })}
              title={t(isIn ? 'group.takeOut' : 'group.add', { vessel, name })}
              disabled={isIn && listed.length === 1 && !filter}
              onClick={() => {
                const next = isIn ? listed.filter((one) => one !== selected) : [...listed, selected!];
                doing(putJson(groupPath(id), { ...contentOf(group), vessels: next }));
              }}
            >
              {isIn ? '−' : '+'} {vessel}
            </button>
          )}
          <button
            type="button"
            aria-label={t('group.edit', { name })}
            title={t('group.edit', { name })}
            onClick={onEdit}
          >
            ✎
          </button>
          <button
            type="button"
            aria-label={sure.value ? undefined : t('group.remove', { name })}
            title={t('group.remove', { name })}
            onBlur={() => (sure.value = false)}
            onClick={() => {
              if (sure.value) doing(deleteJson(groupPath(id)));
              else sure.value = true;
            }}
          >
            {sure.value ? t('group.removeSure') : '×'}
          </button>
        </>
      )}
    </li>
  );
}

interface FormProps {
  /** Undefined: a new one. */
  group: VesselGroup | undefined;
  selected: string | undefined;
  onEnd(): void;
}

function GroupForm({ group, selected, onEnd }: FormProps): JSX.Element {
  const name = useSignal(group?.name ?? '');
  const shared = useSignal(group?.shared ?? false);
  const { groups: _, ...inUse } = mapFilter.value;
  const hasFilter = Object.keys(inUse).length > 0;
  const withFilter = useSignal(group ? group.filter !== undefined : hasFilter);
  const start = group?.vessels ?? (selected === undefined || hasFilter ? [] : [selected]);
  const lines = useSignal(start.map((id) => identity(id)?.label ?? id).join('\n'));
  const unknown = useSignal<readonly string[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found = vesselsOf(lines.value, start);
    unknown.value = found.unknown;
    if (found.unknown.length > 0) return;
    const filter = withFilter.value ? (hasFilter ? inUse : group?.filter) : undefined;
    const body = { name: name.value, shared: shared.value, vessels: found.ids, ...(filter && { filter }) };
    const saving = group ? putJson(groupPath(group.id), body) : postJson('/map/groups', body);
    saving.then(onEnd, (error: unknown) => (problem.value = sentenceFor(error)));
  };
  return (
    <form aria-label={t(group ? 'group.editing' : 'group.new')} onSubmit={submit}>
      <label>
        {t('group.name')}
        <input
          type="text"
          required
          maxLength={80}
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
      </label>
      {(hasFilter || group?.filter) && (
        <label class="choice">
          <input
            type="checkbox"
            checked={withFilter.value}
            onChange={(event) => (withFilter.value = event.currentTarget.checked)}
          />
          {t('group.withFilter')}
        </label>
      )}
      <label>
        {t('group.list')}
        <textarea rows={3} value={lines.value} onInput={(event) => (lines.value = event.currentTarget.value)} />
      </label>
      {unknown.value.length > 0 && (
        <p class="problem" role="alert">
          {t('group.unknownLines', { lines: unknown.value.join(', ') })}
        </p>
      )}
      {mayShare() && (
        <label class="choice">
          <input
            type="checkbox"
            checked={shared.value}
            onChange={(event) => (shared.value = event.currentTarget.checked)}
          />
          {t('group.share')}
        </label>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <div class="panel-buttons">
        <button type="submit" class="primary">
          {t('group.save')}
        </button>
        <button type="button" onClick={onEnd}>
          {t('group.cancel')}
        </button>
      </div>
    </form>
  );
}

/** Every registration ends so (TT 23/2018), and few write it. */
const LAST_LETTERS = /ts$/;

/**
 * The vessels that lines name, each by one of its names as a whole.
 * @param held ids that stay although nobody of that name is in the picture
 */
function vesselsOf(text: string, held: readonly string[] = []): { ids: string[]; unknown: string[] } {
  const ids = new Set<string>();
  const unknown: string[] = [];
  const byName = new Map<string, Set<string>>();
  for (const row of vessels.identities) {
    if (!row) continue;
    for (const one of [row.id, row.label, row.registration, row.name, row.mmsi]) {
      if (one === undefined) continue;
      const key = nameKey(String(one));
      byName.set(key, (byName.get(key) ?? new Set()).add(row.id));
    }
  }
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const found = byName.get(nameKey(line));
    if (found?.size === 1) for (const id of found) ids.add(id);
    else if (held.includes(line)) ids.add(line);
    else unknown.push(line);
  }
  return { ids: [...ids], unknown };
}

function nameKey(name: string): string {
  return compact(name).replace(LAST_LETTERS, '');
}
