/** How commands read what was typed after their name: every slip is one sentence that names the word at fault. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { HaidangError } from './errors.ts';

/**
 * Reads options and words; an empty value or word counts as none.
 * @throws HaidangError `option-…` or `word-unexpected`
 */
export function readCommandLine<T extends ParseArgsConfig>(
  command: string,
  config: T,
): { values: ReturnType<typeof parseArgs<T>>['values']; positionals: string[] } {
  const { values, positionals } = parsed(command, config);
  for (const [name, value] of Object.entries(values)) {
    if ([value].flat().includes('')) throw new HaidangError('option-empty', { option: `--${name}`, command });
  }
  return { values, positionals: (positionals as string[]).filter((word) => word !== '') };
}

function parsed<T extends ParseArgsConfig>(command: string, config: T) {
  try {
    return parseArgs<T>(config);
  } catch (error) {
    throw slip(command, error);
  }
}

/** Node's complaint as ours; which option it is about stands in its message only. */
function slip(command: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const word = /'(?:-\w, )?([^' ]+)/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return new HaidangError('option-unknown', { option: word, command });
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return new HaidangError('word-unexpected', { word, command });
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      if (/does not take/.test(error.message)) return new HaidangError('option-flag', { option: word, command });
      return new HaidangError(/ambiguous/.test(error.message) ? 'option-dash' : 'option-empty', {
        option: word,
        command,
      });
    default:
      return error;
  }
}

/**
 * The one word that says what a command is to do.
 * @throws HaidangError `choose-one`, `choice-unknown`, `word-unexpected`
 */
export function oneOf<T extends string>(command: string, words: readonly string[], known: readonly T[]): T {
  const [word, further] = words;
  const choices = known.join(', ');
  if (word === undefined) throw new HaidangError('choose-one', { command, choices });
  const chosen = known.find((one) => one === word);
  if (chosen === undefined) throw new HaidangError('choice-unknown', { command, word, choices });
  nothingMore(command, further);
  return chosen;
}

/**
 * Nothing is to follow what a command takes.
 * @param word what stands there @throws HaidangError `word-unexpected`
 */
export function nothingMore(command: string, word: string | undefined): void {
  if (word !== undefined) throw new HaidangError('word-unexpected', { word, command });
}

/** @throws HaidangError `word-missing` */
export function needed<T>(command: string, what: string, value: T | undefined): T {
  if (value === undefined) throw new HaidangError('word-missing', { what, command });
  return value;
}

/** An option's value is of no use. @param why follows a colon, without a full stop */
export function badOption(command: string, option: string, why: string): HaidangError {
  return new HaidangError('bad-option', { option, why, command });
}
