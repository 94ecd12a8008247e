/** Texts: 1/0 of ITU-R M.1371-5 Annex 5, and 1/29 (to all) and 1/30 (to one station) of IMO SN.1/Circ.289. */
import type { Payload } from './payload.ts';

export interface ApplicationText {
  application: 'text';
  text?: string;
  /** 1/29 and 1/30: what it explains has the same linkage. */
  linkage?: number;
  /** 1/0: the sender wants an answer. */
  ack_required?: boolean;
  /** 1/0: number of this text, counted by its sender. */
  text_sequence?: number;
}

/** Letters that fit the longest payload. */
const MOST_LETTERS = 161;

/** Fewest bits of 1/0 and of 1/29 and 1/30: what stands before the letters. */
export const PLAIN_TEXT_FEWEST = 12;
export const LINKED_TEXT_FEWEST = 10;

/** 1/0. */
export function plainText(p: Payload): ApplicationText {
  return {
    application: 'text',
    text: p.text(12, MOST_LETTERS),
    ack_required: p.flag(0),
    text_sequence: p.number(1, 11),
  };
}

/** 1/29, 1/30. */
export function linkedText(p: Payload): ApplicationText {
  return { application: 'text', text: p.text(10, MOST_LETTERS), linkage: p.fromOne(1023, 0, 10) };
}
