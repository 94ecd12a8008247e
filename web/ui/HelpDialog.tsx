/** What every key does, and what every symbol means. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Priority } from '../../geofences/types.ts';
import { type Key, t } from '../i18n/t.ts';
import { Age, type SpriteLook } from '../map/looks.ts';
import { CraftClass } from '../map/VesselStore.ts';
import { SymbolSample } from './SymbolSample.tsx';
import '../i18n/panel-texts.ts';

const KEYS: readonly [string, Key][] = [
  ['/', 'help.search'],
  ['J', 'help.next'],
  ['K', 'help.previous'],
  ['Enter', 'help.fly'],
  ['A', 'help.acknowledge'],
  ['C', 'help.case'],
  ['Shift + A', 'help.comment'],
  ['S', 'help.shelve'],
  ['E', 'help.escalate'],
  ['B', 'help.grouping'],
  ['M', 'help.silence'],
  ['N', 'help.palette'],
  ['F', 'help.filter'],
  ['0', 'help.showAll'],
  ['1 – 9', 'help.group'],
  ['G', 'help.notes'],
  ['D', 'help.measure'],
  ['⌫', 'help.undoMeasured'],
  ['P', 'help.pin'],
  ['V', 'help.record'],
  ['U', 'help.link'],
  ['R', 'help.replay'],
  ['L', 'help.live'],
  ['Space', 'help.play'],
  [', .', 'help.step'],
  ['[ ]', 'help.speed'],
  ['Esc', 'help.close'],
  ['+ −', 'help.zoom'],
  ['← ↑ → ↓', 'help.pan'],
  ['↑ ↓', 'help.fleetRow'],
  ['PgUp PgDn', 'help.fleetPage'],
  ['Home End', 'help.fleetEnds'],
  ['?', 'help.title'],
];
const MOVING: SpriteLook = { craft: CraftClass.own, vms: true, age: Age.fresh, headingDeg: 45 };
const SYMBOLS: readonly [SpriteLook | Priority | string, Key][] = [
  [MOVING, 'legend.moving'],
  [{ ...MOVING, headingDeg: undefined }, 'legend.stopped'],
  [MOVING, 'legend.filled'],
  [{ ...MOVING, vms: false }, 'legend.outlined'],
  [MOVING, 'legend.own'],
  [{ ...MOVING, vms: false, craft: CraftClass.fishing }, 'legend.fishing'],
  [{ ...MOVING, vms: false, craft: CraftClass.other }, 'legend.other'],
  [{ ...MOVING, age: Age.fading }, 'legend.fading'],
  [{ ...MOVING, age: Age.lost }, 'legend.lost'],
  ['┄▷', 'legend.estimated'],
  ['•', 'legend.thinned'],
  [1, 'legend.ring1'],
  [2, 'legend.ring2'],
  [3, 'legend.ring3'],
  [4, 'legend.ring4'],
  ['◌', 'legend.alarmed'],
  ['⌜⌟', 'legend.selected'],
];

export function HelpDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Its first control is the last thing in it: reading begins at the top.
    title.current?.focus();
  }, []);
  return (
    <dialog ref={dialog} class="help" onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title" tabIndex={-1} ref={title}>
        {t('help.title')}
      </h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t('legend.title')}</h2>
      <dl>
        {SYMBOLS.map(([symbol, what]) => (
          <div key={what}>
            <dt>{typeof symbol === 'string' ? symbol : <SymbolSample look={symbol} />}</dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="primary">
          {t('action.close')}
        </button>
      </form>
    </dialog>
  );
}
