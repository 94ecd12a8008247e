/** `haidang bench decode`: AIS sentences decoded a second, ours and others' on the same logs in the same run. */
import { spawnSync } from 'node:child_process';
import { HaidangError } from '../../server/errors.ts';
import { CommandLine, flag, help, progress, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { compete } from './contest.ts';
import { contestants, rustPeers } from './contestants.ts';
import { type Corpus, loadCorpus, ownLogs, writeCorpus } from './corpus.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench decode');

const ROUNDS = 5;
const SENTENCES = 500_000;

const usage = `haidang bench decode [--json] [--only NAME,…] [--rounds N] [--corpus FILE…] [--sentences N] [--build-peers]

  --json         one JSON object instead of a table
  --only NAMES   of ${contestants.map(({ name }) => name).join(', ')}
  --rounds N     turns of at least a second that each has, after one to warm up (default ${ROUNDS})
  --corpus FILE… AIS logs, plain or gzip, instead of the three that come with the program
  --sentences N  the logs are repeated until there are as many (default ${SENTENCES})
  --build-peers  builds the decoders that are Rust crates first; needs cargo
  --help         this text

One process a decoder, each with the corpus in memory; only decoding is timed (of gpsdecode the whole command). The others
get bare sentences, since few know tag blocks and trailers; ours gets the logs as published. HAIDANG_BENCH_PYTHON names
the python that has libais, pyais and aiscat (default python3). What is not installed is skipped, and said.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const corpus = load(options.corpus, options.sentences);
  if (options.buildPeers) buildPeers();
  const load1 = loadNow();
  const files = writeCorpus(corpus);
  const contest = await compete(options.only, files, options.rounds, progress(options.rounds));
  files.remove();
  if (contest.measured.length === 0) {
    throw commandLine.bad(
      '--only',
      `none of these can be measured here (${Object.values(contest.skipped).join('; ')})`,
    );
  }
  const result = toResult(contest, corpus, options.rounds, load1);
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}

function load(paths: readonly string[], sentences: number): Corpus {
  try {
    return loadCorpus(paths, sentences);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HaidangError('file-unreadable', {
      path: paths.join(', '),
      why: /^E[A-Z]+: ([^,]+)/.exec(why)?.[1] ?? why,
    });
  }
}

function buildPeers(): void {
  const { manifest, target } = rustPeers;
  const args = ['build', '--release', '--manifest-path', manifest, '--target-dir', target];
  const { status, error } = spawnSync('cargo', args, { stdio: ['ignore', 2, 2] });
  if (error) throw commandLine.bad('--build-peers', 'cargo is not installed');
  if (status !== 0) throw commandLine.bad('--build-peers', 'cargo could not build them; it says why above');
}

function parse(args: string[]) {
  const { values, positionals } = commandLine.read(args, {
    json: flag,
    only: text,
    rounds: text,
    corpus: { type: 'string', multiple: true },
    sentences: text,
    'build-peers': flag,
    help,
  });
  if (positionals.length > 0 && values.corpus === undefined) {
    throw commandLine.bad(positionals[0]!, 'files follow --corpus');
  }
  const paths = [...(values.corpus ?? []), ...positionals];
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    buildPeers: values['build-peers'] ?? false,
    only: commandLine.only(values.only, contestants),
    rounds: commandLine.count('rounds', values.rounds, ROUNDS, 1000),
    sentences: commandLine.count('sentences', values.sentences, SENTENCES, 20_000_000),
    corpus: paths.length > 0 ? paths : ownLogs,
  };
}
