/** Options of the benches, all read and refused in the same way. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { HaidangError } from '../server/errors.ts';

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
export const help = { type: 'boolean', short: 'h' } as const;

export class CommandLine {
  readonly command: string;

  /** @param command as it is typed behind `haidang` */
  constructor(command: string) {
    this.command = command;
  }

  /** @throws HaidangError `bad-option` */
  read<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
    try {
      return parseArgs({ args, options, allowPositionals: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw this.bad(/'([^']+)'/.exec(why)?.[1] ?? args.join(' '), why.split('. ')[0]!);
    }
  }

  /** A whole number. @throws HaidangError `bad-option` */
  count(name: string, said: string | undefined, usual: number, most: number, least = 1): number {
    if (said === undefined) return usual;
    const value = Number(said);
    if (/^\d+$/.test(said) && value >= least && value <= most) return value;
    throw this.bad(`--${name} ${said}`, `a whole number from ${least} to ${most} is needed`);
  }

  /** Those whose names `--only` gives, with commas between; all without it. @throws HaidangError `bad-option` */
  only<T extends { name: string }>(names: string | undefined, all: readonly T[]): readonly T[] {
    if (names === undefined) return all;
    const wanted = names.split(',').map((name) => name.trim());
    const unknown = wanted.find((name) => !all.some((known) => known.name === name));
    if (unknown !== undefined) {
      throw this.bad(`--only ${unknown}`, `known are ${all.map(({ name }) => name).join(', ')}`);
    }
    return all.filter(({ name }) => wanted.includes(name));
  }

  /** Of a bench that takes options alone. @throws HaidangError `bad-option` when there are words besides */
  refuseWords([word]: readonly string[]): void {
    if (word !== undefined) throw this.bad(word, 'only options are taken');
  }

  bad(option: string, why: string): HaidangError {
    return new HaidangError('bad-option', { option, why, command: this.command });
  }
}

/** For a person who waits. @param what stands before the round, if anything */
export function progress(rounds: number, what = ''): (round: number) => void {
  if (!process.stderr.isTTY) return () => {};
  const before = what === '' ? '' : `${what}: `;
  return (round) => process.stderr.write(`${before}${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}\n`);
}
