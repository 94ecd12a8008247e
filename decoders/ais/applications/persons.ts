/**
 * Persons on board: 1/16 of IMO SN/Circ.236 (16 bits) and SN.1/Circ.289 (48 bits), which differ in their spare bits only,
 * and 200/55 of inland navigation, which tells crew, passengers and other personnel apart.
 */
import type { Payload } from './payload.ts';

export interface PersonsOnBoard {
  application: 'persons';
  /** All on board; 8191 means "or more". */
  persons?: number;
  /** 200/55. */
  crew?: number;
  passengers?: number;
  personnel?: number;
}

/** 1/16. IALA gave the same number to targets seen by a traffic service, which are of other lengths: undefined. */
export function personsOnBoard(p: Payload): PersonsOnBoard | undefined {
  if (p.length !== 16 && p.length !== 48) return undefined;
  return { application: 'persons', persons: p.fromOne(8191, 0, 13) };
}

/** Fewest bits of 200/55; 51 spare bits follow. */
export const INLAND_PERSONS_FEWEST = 29;

/** 200/55. */
export function inlandPersons(p: Payload): PersonsOnBoard {
  return {
    application: 'persons',
    crew: p.upTo(254, 0, 8),
    passengers: p.upTo(8190, 8, 13),
    personnel: p.upTo(254, 21, 8),
  };
}
