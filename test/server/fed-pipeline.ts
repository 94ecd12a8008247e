/** A pipeline that is fed journal records by hand, over a store of its own. */
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';

export class FedPipeline {
  readonly store: SqliteStore;
  private readonly folder: string;
  private pipeline!: Pipeline;
  private position = 0;

  private constructor() {
    this.folder = temporaryFolder();
    this.store = new SqliteStore(`${this.folder}/store.db`, 'write');
  }

  static async open(): Promise<FedPipeline> {
    const fed = new FedPipeline();
    await fed.restart();
    return fed;
  }

  /** Another one over the same store, which goes on from what was committed. */
  async restart(): Promise<void> {
    this.pipeline = await Pipeline.restore({
      store: this.store,
      demo: true,
      onProblem: (sentence, error) => {
        throw new Error(sentence, { cause: error });
      },
    });
  }

  async apply(
    type: (typeof RecordType)[keyof typeof RecordType],
    receivedAt: number,
    text = '',
    feed = 0,
  ): Promise<void> {
    const payload = Buffer.from(text, 'utf8');
    const next = this.position + 100;
    await this.pipeline.apply({
      type,
      whole: true,
      feed,
      source: 0,
      receivedAt,
      payload,
      position: this.position,
      next,
    });
    this.position = next;
  }

  enter(entry: Entry, receivedAt: number): Promise<void> {
    return this.apply(RecordType.entry, receivedAt, JSON.stringify(entry));
  }

  async commit(): Promise<void> {
    await this.pipeline.commit();
  }

  async close(): Promise<void> {
    await this.store.close();
    removeFolder(this.folder);
  }
}
