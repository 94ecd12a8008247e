/** Runs a command in this process, with what it says caught. */
import { expect } from 'chai';
import { HaidangError } from '../server/errors.ts';

type Command = (args: string[]) => Promise<number>;

export async function caught(run: Command, args: string[]): Promise<{ out: string; err: string; code: number }> {
  const { write } = process.stdout;
  const complain = console.error;
  const said = { out: '', err: '', code: 0 };
  process.stdout.write = ((text: string) => {
    said.out += text;
    return true;
  }) as typeof process.stdout.write;
  console.error = (text: string) => {
    said.err += `${text}\n`;
  };
  try {
    said.code = await run(args);
  } finally {
    process.stdout.write = write;
    console.error = complain;
  }
  return said;
}

/** @returns in which sentence it refuses */
export async function refusal(run: Command, args: string[]): Promise<string> {
  try {
    await caught(run, args);
  } catch (error) {
    expect(error).to.be.instanceOf(HaidangError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}
