/** The zones: a list and a map, the tools to draw, import and change them, and the way to save what was changed. */
import { computed, type Signal, signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Zone, ZoneKind } from '../../geofences/types.ts';
import { said, t } from '../i18n/t.ts';
import { serverNow } from '../live/picture.ts';
import { bindKeys } from '../ui/keys.ts';
import { navigate, zonePath } from '../ui/router.ts';
import { mayDo } from '../ui/session.ts';
import { ChangesPanel } from './ChangesPanel.tsx';
import { freshZone } from './fresh.ts';
import { ImportPanel } from './ImportPanel.tsx';
import { MapPane } from './MapPane.tsx';
import { TypedZone } from './TypedZone.tsx';
import type { Drawn, HandTool } from './tools.ts';
import { VersionsPanel } from './VersionsPanel.tsx';
import { z } from './words.ts';
import {
  canUndo,
  changes,
  changeZone,
  draft,
  giveUp,
  openWorkspace,
  overtakenBy,
  proposedAt,
  rules,
  saved,
  undo,
  workspaceProblem,
} from './workspace.ts';
import { ZoneEditor } from './ZoneEditor.tsx';
import { ZoneList } from './ZoneList.tsx';
import type { ZoneMap } from './ZoneMap.ts';
import '../rules/rules.css';
import '../settings/settings.css';
import './zones.css';

type Tab = 'zones' | 'import' | 'changes' | 'versions';
const NO_ZONES: readonly Zone[] = [];

export function ZonesPage({ zoneId }: { zoneId: string | undefined }): JSX.Element {
  const tab = useSignal<Tab>('zones');
  const tool = useSignal<HandTool | undefined>(undefined);
  const beside = useSignal<readonly Zone[]>(NO_ZONES);
  const map = useRef<ZoneMap | undefined>(undefined);
  const savedAt = useSignal<number | undefined>(undefined);
  const mayChange = mayDo('settings:write');
  const zone = draft.value.find(({ id }) => id === zoneId);
  useEffect(() => {
    void openWorkspace();
    return bindKeys({ Escape: () => (tool.value = undefined) });
  }, []);
  useEffect(() => {
    if (zoneId !== undefined) tab.value = 'zones';
  }, [zoneId]);
  useEffect(() => {
    if (overtakenBy.value) tab.value = 'changes';
  }, [overtakenBy.value]);
  useShown(zone, map);
  const side = useRef<HTMLDivElement>(null);
  useEffect(() => side.current?.scrollTo(0, 0), [zoneId, tab.value]);
  const isLoaded = saved.value !== undefined;
  const onPlace = (place: { lon: number; lat: number }): void => {
    map.current?.markPlaces([{ ...place, words: '' }]);
    map.current?.goTo(place);
  };
  const made = (drawn: Drawn): void => {
    const fresh = freshZone(drawn, z('fresh.name'), z('fresh.source'));
    changeZone(fresh);
    navigate(zonePath(fresh.id));
  };
  const showTab = (next: Tab): void => {
    tab.value = next;
    savedAt.value = undefined;
    proposedAt.value = undefined;
  };
  return (
    <main class={tab.value === 'changes' ? 'zones-page wide' : 'zones-page'}>
      <div class="zone-side" ref={side}>
        <h1>{z('title')}</h1>
        <p class={mayChange ? 'zone-intro' : undefined}>{z(mayChange ? 'intro' : 'readOnly')}</p>
        {workspaceProblem.value && (
          <p class="problem" role="alert">
            {said(workspaceProblem.value)}
          </p>
        )}
        {!isLoaded && !workspaceProblem.value && <p>{t('page.loading')}</p>}
        {isLoaded && <Tabs tab={tab} mayChange={mayChange} onTab={showTab} />}
        {proposedAt.value !== undefined && (
          <p role="status">
            {z('save.waits', { when: formatLocalTime(proposedAt.value) })}{' '}
            <a href="/settings/proposals">{z('save.toWaiting')}</a>
          </p>
        )}
        {savedAt.value !== undefined && (
          <p class="applied" role="status">
            {z('save.done', { when: formatLocalTime(savedAt.value) })}
          </p>
        )}
        {isLoaded && tab.value === 'zones' && (
          <ZonesTab
            zoneId={zoneId}
            zone={zone}
            mayChange={mayChange}
            onPlace={onPlace}
            onFit={() => zone && map.current?.fit([zone])}
            onMade={made}
            onPreview={(zones) => (beside.value = zones)}
          />
        )}
        {isLoaded && tab.value === 'import' && (
          <ImportPanel
            onPlace={onPlace}
            onPreview={(zones) => {
              beside.value = zones;
              map.current?.fit(zones);
            }}
          />
        )}
        {isLoaded && tab.value === 'changes' && (
          <ChangesPanel
            onPlace={onPlace}
            onOpen={() => showTab('zones')}
            onSaved={() => {
              tab.value = 'zones';
              if (proposedAt.value === undefined) savedAt.value = saved.value?.changedAt;
            }}
          />
        )}
        {isLoaded && tab.value === 'versions' && (
          <VersionsPanel
            mayChange={mayChange}
            onPreview={(zones) => (beside.value = zones)}
            onTakenUp={() => (tab.value = 'changes')}
          />
        )}
        {isLoaded && mayChange && (changes.value.length > 0 || canUndo.value) && (
          <DraftBar tab={tab.value} onTab={showTab} />
        )}
      </div>
      <MapPane
        chosen={tab.value === 'zones' ? zone : undefined}
        mayChange={mayChange}
        tool={tool}
        beside={tab.value === 'changes' ? earlierShapes.value : beside.value}
        onReady={(ready) => (map.current = ready)}
        onZone={(id) => navigate(zonePath(id))}
        onDrawn={made}
      />
    </main>
  );
}

/** Where changed zones lay before, and removed ones lie. */
const earlierShapes = computed(() => changes.value.flatMap(({ before }) => (before ? [before] : [])));

/** The map goes to a zone when another one is chosen, not whenever one is changed. */
function useShown(zone: Zone | undefined, map: { current: ZoneMap | undefined }): void {
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (zone?.id === shown.current) return;
    shown.current = zone?.id;
    map.current?.markPlaces([]);
    if (zone) map.current?.fit([zone]);
  }, [zone]);
}

interface TabsProps {
  tab: Signal<Tab>;
  mayChange: boolean;
  onTab(tab: Tab): void;
}

function Tabs({ tab, mayChange, onTab }: TabsProps): JSX.Element {
  const offered: readonly Tab[] = mayChange ? ['zones', 'import', 'changes', 'versions'] : ['zones', 'versions'];
  return (
    <nav class="zone-tabs" aria-label={z('title')}>
      {offered.map((one) => (
        <button key={one} type="button" aria-pressed={tab.value === one} onClick={() => onTab(one)}>
          {z(`tab.${one}`, { n: changes.value.length })}
        </button>
      ))}
    </nav>
  );
}

interface ZonesTabProps {
  zoneId: string | undefined;
  zone: Zone | undefined;
  mayChange: boolean;
  onPlace(place: { lon: number; lat: number }): void;
  onFit(): void;
  onMade(drawn: Drawn): void;
  onPreview(zones: readonly Zone[]): void;
}

/** Searching goes on where it was when somebody comes back from a zone. */
const searched = signal('');
const searchedKind = signal<ZoneKind | ''>('');

function ZonesTab({ zoneId, zone, mayChange, onPlace, onFit, onMade, onPreview }: ZonesTabProps): JSX.Element {
  if (zone) {
    const about = { zone, mayChange, now: serverNow() };
    return <ZoneEditor {...about} onPlace={onPlace} onFit={onFit} onPreview={onPreview} />;
  }
  return (
    <>
      {zoneId !== undefined && (
        <p class="problem">
          {z('gone', { id: zoneId })} <a href="/zones">{z('back')}</a>
        </p>
      )}
      {mayChange && <TypedZone onMade={onMade} />}
      <ZoneList
        zones={draft.value}
        rules={rules.value}
        changes={changes.value}
        query={searched}
        kind={searchedKind}
        now={serverNow()}
      />
    </>
  );
}

function DraftBar({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }): JSX.Element {
  return (
    <div class="draft-bar">
      <button type="button" disabled={!canUndo.value} onClick={undo}>
        {z('action.undo')}
      </button>
      <button type="button" disabled={changes.value.length === 0} onClick={giveUp}>
        {z('action.giveUp')}
      </button>
      {tab !== 'changes' && (
        <button type="button" class="primary" disabled={changes.value.length === 0} onClick={() => onTab('changes')}>
          {z('action.review', { n: changes.value.length })}
        </button>
      )}
    </div>
  );
}
