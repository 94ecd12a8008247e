/**
 * The steps of a Containerfile carried out in a folder, where no builder of containers is at hand: what its last stage copies, makes
 * and starts, with the paths of the image put below the folder. What the build stage installs is taken from this checkout, which
 * is its outcome, and pruned as the file says.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RULED = /^(?:WORKDIR|COPY|RUN|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT|CMD|ENV|ARG)\b/;
/** Changed by pruning: never to be those of the checkout. */
const OWN_COPIES = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json'];

export class ImageTree {
  readonly #root: string;
  readonly #build: string;
  #workFolder = '/';
  #user: { uid: number; gid: number } | undefined;
  #command: string[] = [];
  #environment: Record<string, string> = {};
  #healthCheck: string[] = [];
  stopSignal: NodeJS.Signals = 'SIGTERM';
  #startedAt = 0;

  constructor(folder: string) {
    this.#root = join(folder, 'root');
    this.#build = join(folder, 'build');
    for (const one of [this.#root, this.#build]) mkdirSync(one, { recursive: true });
    // Nobody in particular has to get through to it.
    for (const one of [dirname(folder), folder]) chmodSync(one, 0o755);
  }

  /** @throws Error at a step that is none, or that fails */
  build(text: string): void {
    const steps = text
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const stages = steps.flatMap((line, at) => (line.startsWith('FROM ') ? [at] : []));
    this.#buildStage(steps.slice(stages[0], stages[1]));
    for (const step of steps.slice(stages[1]! + 1)) this.#carryOut(step);
  }

  /** Where a path of the image lies. */
  path(inImage: string): string {
    return join(this.#root, inImage);
  }

  /** Starts what the image starts, on a port of its own of this machine alone. */
  async start(): Promise<Running> {
    this.#startedAt = Date.now();
    const args = this.#command.slice(1).map((part) => (part === '/data' ? this.path('/data') : part));
    const child = spawn(process.execPath, [...args, '--host', '127.0.0.1', '--port', '0'], {
      cwd: this.path(this.#workFolder),
      env: { PATH: process.env.PATH, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 && this.#user),
    });
    return Running.of(child, this.#healthCheck);
  }

  /** Folders at the top of the image in which something was written since the start. */
  writtenTo(): string[] {
    return readdirSync(this.#root).filter((top) => this.#isWritten(this.path(top)));
  }

  remove(): void {
    rmSync(dirname(this.#root), { recursive: true, force: true });
  }

  #isWritten(path: string): boolean {
    const about = statSync(path);
    if (!about.isDirectory()) return about.mtimeMs >= this.#startedAt;
    if (about.mtimeMs >= this.#startedAt) return true;
    return readdirSync(path).some((name) => this.#isWritten(join(path, name)));
  }

  #buildStage(steps: readonly string[]): void {
    const prune = /npm prune (.+)$/.exec(steps.find((step) => step.startsWith('RUN ')) ?? '')?.[1];
    if (prune === undefined) throw new Error('the build stage does not prune');
    for (const name of ['package.json', 'package-lock.json', 'LICENSE', 'NOTICE', 'bin', 'docs', 'dist'])
      cpSync(name, join(this.#build, name), { recursive: true });
    // As links: pruning takes away, and alters nothing but what is copied anew.
    execFileSync('cp', ['-al', 'node_modules', join(this.#build, 'node_modules')]);
    for (const name of OWN_COPIES) {
      rmSync(join(this.#build, name));
      copyFileSync(name, join(this.#build, name));
    }
    execFileSync('npm', ['prune', ...prune.split(' '), '--offline', '--no-audit'], { cwd: this.#build, stdio: 'pipe' });
  }

  #carryOut(step: string): void {
    if (!RULED.test(step)) throw new Error(`unknown step: ${step}`);
    const [, what = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(step)!;
    if (what === 'WORKDIR') {
      this.#workFolder = rest;
      mkdirSync(this.path(rest), { recursive: true });
    } else if (what === 'ENV') {
      const [name = '', value = ''] = rest.split('=');
      this.#environment[name] = value;
    } else if (what === 'COPY') this.#copy(rest);
    else if (what === 'RUN') this.#run(rest);
    else if (what === 'USER') {
      const [uid = 0, gid = 0] = rest.split(':').map(Number);
      this.#user = { uid, gid };
    } else if (what === 'STOPSIGNAL') this.stopSignal = rest as NodeJS.Signals;
    else if (what === 'HEALTHCHECK') this.#healthCheck = JSON.parse(/CMD (\[.*\])$/.exec(rest)![1]!) as string[];
    else if (what === 'ENTRYPOINT' || what === 'CMD') this.#command.push(...(JSON.parse(rest) as string[]));
  }

  #copy(rest: string): void {
    const [from, ...paths] = rest.split(/\s+/);
    if (from !== '--from=build') throw new Error(`the last stage copies from elsewhere: ${rest}`);
    const to = paths.pop()!;
    for (const source of paths) {
      const name = source.replace(/^\/app\//, '');
      const target = join(this.path(this.#workFolder), to === './' ? name : to);
      if (name === 'node_modules') execFileSync('cp', ['-al', join(this.#build, name), target]);
      else cpSync(join(this.#build, name), target, { recursive: true });
    }
  }

  #run(command: string): void {
    const isRoot = process.getuid?.() === 0;
    const here = command.replaceAll(/ (\/\w+)/g, (_all, path: string) => ` ${this.path(path)}`);
    // Who may not give files away runs it as who they are.
    const possible = isRoot ? here : here.replaceAll(/ && chown \S+ \S+/g, '');
    execFileSync('sh', ['-c', possible], { stdio: 'pipe' });
  }
}

class Running {
  readonly #child: ChildProcess;
  readonly #healthCheck: readonly string[];
  readonly url: string;

  private constructor(child: ChildProcess, healthCheck: readonly string[], url: string) {
    this.#child = child;
    this.#healthCheck = healthCheck;
    this.url = url;
  }

  static async of(child: ChildProcess, healthCheck: readonly string[]): Promise<Running> {
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout!, child.stderr!])
        stream.on('data', (piece: Buffer) => {
          said += piece.toString();
          const found = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
          if (found) resolve(found);
        });
      child.once('exit', () => reject(new Error(`it ended: ${said}`)));
    });
    return new Running(child, healthCheck, url);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** What the image's own check says: 0 alive. */
  health(): number | null {
    const here = this.#healthCheck.slice(1).map((part) => part.replace('http://127.0.0.1:8080', this.url));
    return spawnSync(process.execPath, here).status;
  }

  /** @returns its exit code */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}
