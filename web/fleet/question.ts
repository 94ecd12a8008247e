/** The question to the fleet that the address holds: a link shows the same vessels to whoever opens it. Pure. */
const NAMES = ['q', 'of', 'state', 'length', 'gear', 'port', 'unit', 'licence', 'alerts', 'sort', 'dir'] as const;
export type QuestionName = (typeof NAMES)[number];
export type Question = Partial<Record<QuestionName, string>>;

/** What is not said, or is said as the server takes it anyhow. */
const USUAL: Question = { of: 'registered', sort: 'label', dir: 'asc' };

export function questionOf(query: string): Question {
  const said = new URLSearchParams(query);
  const question: Question = {};
  for (const name of NAMES) {
    const value = said.get(name);
    if (value) question[name] = value.slice(0, 200);
  }
  return question;
}

/** Without `?`; empty for the fleet as it is first seen. */
export function queryOf(question: Question): string {
  const query = new URLSearchParams();
  for (const name of NAMES) {
    const value = question[name];
    if (value && value !== USUAL[name]) query.set(name, value);
  }
  return query.toString();
}

export function isFiltered(question: Question): boolean {
  const { sort: _sort, dir: _dir, ...filters } = question;
  return queryOf(filters) !== '';
}
