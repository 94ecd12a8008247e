/**
 * What people and the clock may do with an alert, as a table: every state × everything that can happen (ui.md §3, after
 * IEC 62682). The condition (does it hold at sea?) is the machine's finding and is only asked here, never changed; silencing
 * a sound, acknowledging and shelving are three things. Pure data.
 */

/**
 * unacknowledged: it holds and nobody has taken it up · acknowledged: it holds and somebody has · returned: over before
 * anybody took it up, and still wants it · shelved: put aside by a person, for a reason, until a time · suppressed: not
 * announced, because a standing decision says so · closed: over and taken up, or settled together with its case
 */
export const responseStates = [
  'unacknowledged',
  'acknowledged',
  'returned',
  'shelved',
  'suppressed',
  'closed',
] as const;
export type ResponseState = (typeof responseStates)[number];

/**
 * By people: acknowledge, silence, shelve, unshelve, close (with its case). By the clock: expire. By a standing decision:
 * suppress, release. By the machine: over (it holds no more, or was taken back), again (late data says that it holds after
 * all), rise (its priority grew).
 */
export const happenings = [
  'acknowledge',
  'silence',
  'shelve',
  'unshelve',
  'expire',
  'suppress',
  'release',
  'close',
  'over',
  'again',
  'rise',
] as const;
export type Happening = (typeof happenings)[number];

export type Condition = 'active' | 'over';

/** Why it may not be, as it follows “Cannot acknowledge: …”. */
export const refusals = {
  shelved: { vi: 'cảnh báo đang gác lại; hãy bỏ gác trước', en: 'it is shelved; bring it back first' },
  suppressed: {
    vi: 'cảnh báo đang được tắt theo quyết định thường trực; hãy sửa quyết định đó',
    en: 'a standing decision suppresses it; change that decision',
  },
  closed: { vi: 'cảnh báo đã đóng', en: 'it is closed' },
  over: {
    vi: 'cảnh báo đã hết nên không còn gì để gác; hãy tiếp nhận',
    en: 'it is over and there is nothing to put aside; acknowledge it',
  },
  'no-sound': { vi: 'cảnh báo này không còn phát âm thanh', en: 'it sounds no more' },
  'not-shelved': { vi: 'cảnh báo không bị gác', en: 'it is not shelved' },
  'not-suppressed': { vi: 'không có quyết định nào tắt cảnh báo này', en: 'no decision suppresses it' },
  distress: {
    vi: 'cảnh báo cấp cứu không bao giờ được gác hay tắt',
    en: 'a distress alert is never shelved or suppressed',
  },
  'distress-active': {
    vi: 'tàu còn đang phát tín hiệu cấp cứu',
    en: 'the vessel is still in distress',
  },
  'log-event': {
    vi: 'mức 4 chỉ là nhật ký, không cần xử lý',
    en: 'priority 4 is a log event that needs nobody',
  },
} as const;
export type Refusal = keyof typeof refusals;

/** `stay`: nothing changes but what the happening itself notes down. */
export type Move = ResponseState | 'stay' | { refused: Refusal };
/** By condition; `overAcknowledged` where it matters that somebody had taken it up. */
type Cell = Move | { active: Move; over: Move; overAcknowledged?: Move };

const no = (refused: Refusal): { refused: Refusal } => ({ refused });

export const responseTable: Record<ResponseState, Record<Happening, Cell>> = {
  unacknowledged: {
    acknowledge: { active: 'acknowledged', over: 'closed' },
    silence: 'stay',
    shelve: { active: 'shelved', over: no('over') },
    unshelve: no('not-shelved'),
    expire: no('not-shelved'),
    suppress: 'suppressed',
    release: no('not-suppressed'),
    close: 'closed',
    over: 'returned',
    again: 'stay',
    rise: 'stay',
  },
  acknowledged: {
    acknowledge: 'stay',
    silence: no('no-sound'),
    shelve: { active: 'shelved', over: no('over') },
    unshelve: no('not-shelved'),
    expire: no('not-shelved'),
    suppress: 'suppressed',
    release: no('not-suppressed'),
    close: 'closed',
    over: 'closed',
    again: 'stay',
    // A word given at a lower severity never mutes a higher one.
    rise: { active: 'unacknowledged', over: 'returned' },
  },
  returned: {
    acknowledge: 'closed',
    silence: 'stay',
    shelve: no('over'),
    unshelve: no('not-shelved'),
    expire: no('not-shelved'),
    suppress: 'closed',
    release: no('not-suppressed'),
    close: 'closed',
    over: 'stay',
    again: 'unacknowledged',
    rise: 'stay',
  },
  shelved: {
    acknowledge: no('shelved'),
    silence: no('no-sound'),
    shelve: { active: 'shelved', over: no('over') },
    unshelve: { active: 'unacknowledged', over: 'returned', overAcknowledged: 'closed' },
    expire: { active: 'unacknowledged', over: 'returned', overAcknowledged: 'closed' },
    suppress: 'suppressed',
    release: no('not-suppressed'),
    close: 'closed',
    over: 'stay',
    again: 'stay',
    rise: { active: 'unacknowledged', over: 'returned' },
  },
  suppressed: {
    acknowledge: no('suppressed'),
    silence: no('suppressed'),
    shelve: no('suppressed'),
    unshelve: no('not-shelved'),
    expire: no('not-shelved'),
    suppress: 'stay',
    release: { active: 'unacknowledged', over: 'closed' },
    close: 'closed',
    over: 'closed',
    again: 'stay',
    rise: { active: 'unacknowledged', over: 'closed' },
  },
  closed: {
    acknowledge: no('closed'),
    silence: no('closed'),
    shelve: no('closed'),
    unshelve: no('closed'),
    expire: no('closed'),
    suppress: 'stay',
    release: no('not-suppressed'),
    close: 'stay',
    over: 'stay',
    again: 'unacknowledged',
    rise: { active: 'unacknowledged', over: 'stay' },
  },
};
