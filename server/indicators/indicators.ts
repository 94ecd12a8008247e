/** The numbers that a province's operations centre reads: the wall's tiles and the registry's, each with what it means. Pure. */
import { csvLine } from '../../decoders/tables/csv-text.ts';
import type { Vessel } from '../models/vessel.ts';
import { isLicenceOverAt } from '../reports/licence.ts';
import type { Words } from '../system-words.ts';
import { type Known, type Tile, wallFigures } from '../wall/figures.ts';
import { definitions, type IndicatorName, type IndicatorUnit, unitWords } from './definitions.ts';

export interface Indicator {
  name: IndicatorName;
  words: Words;
  definition: Words;
  unit: IndicatorUnit;
  unitWords: Words;
  /** Absent: not known, which is never shown as good. */
  value?: number;
  /** What the value is a part of. */
  of?: number;
  target?: Tile['target'];
  state: Tile['state'];
  /** Epoch ms of the newest data that it is made of; absent: there is none. */
  asOf?: number;
  /** Where the rows behind it are, below the server's address. */
  rows: string;
}

/** Where a vessel has to carry a unit (NĐ 37/2024). */
const FITTED_FROM_M = 15;

/** @param tiles of the same instant, where they are known already */
export function indicatorsOf(known: Known, tiles: readonly Tile[] = wallFigures(known).tiles): Indicator[] {
  const ofTiles = tiles.map(({ name, value, of, target, state, asOf }) =>
    described({ name, value, of, target, state, asOf }),
  );
  return [...ofTiles, ...ofRegistry(known)];
}

function ofRegistry({ vessels, now }: Known): Indicator[] {
  const all = [...vessels];
  const number = (name: IndicatorName, value: number, of?: number): Indicator =>
    described(of === 0 ? { name, state: 'unknown', asOf: now } : { name, value, of, state: 'plain', asOf: now });
  return [
    number('registered', all.length),
    number('fitted', all.filter(isFitted).length, all.filter(isLong).length),
    number(
      'licenceOver',
      all.filter((vessel) => isLicenceOverAt(vessel, now)).length,
      all.filter(({ licenceUntil }) => licenceUntil !== undefined).length,
    ),
  ];
}

function isLong({ lengthM }: Vessel): boolean {
  return lengthM !== undefined && lengthM >= FITTED_FROM_M;
}

/** Long enough to have to carry a unit, and it does. */
export function isFitted(vessel: Vessel): boolean {
  return isLong(vessel) && vessel.deviceId !== undefined;
}

type Measured = Pick<Indicator, 'name' | 'value' | 'of' | 'target' | 'state' | 'asOf'>;

function described({ value, of, target, asOf, ...rest }: Measured): Indicator {
  const { words, definition, unit } = definitions[rest.name];
  return {
    ...rest,
    ...{ words, definition, unit, unitWords: unitWords[unit] },
    ...(value !== undefined && { value }),
    ...(of !== undefined && { of }),
    ...(target && { target }),
    ...(asOf !== undefined && { asOf }),
    rows: `/api/v1/indicators/${rest.name}/rows`,
  };
}

const HEADINGS = [
  ...['name', 'title', 'value', 'of', 'unit', 'target', 'state', 'as_of', 'taken_at', 'demo', 'definition', 'rows'],
];

/** A table whose first line names its columns; times ISO 8601 UTC, what is not known empty. No cell is a formula. */
export function indicatorCsv(
  indicators: readonly Indicator[],
  { language, takenAt, demo }: { language: 'vi' | 'en'; takenAt: number; demo: boolean },
): string {
  const lines = indicators.map((one) =>
    csvLine([
      ...[one.name, one.words[language], String(one.value ?? ''), String(one.of ?? ''), one.unitWords[language]],
      ...[targetText(one.target), one.state, isoOf(one.asOf), isoOf(takenAt), demo ? 'DEMO' : ''],
      ...[one.definition[language], one.rows],
    ]),
  );
  return `\uFEFF${[csvLine(HEADINGS), ...lines].join('\r\n')}\r\n`;
}

function targetText(target: Tile['target']): string {
  if (!target) return '';
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

function isoOf(time: number | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString();
}
