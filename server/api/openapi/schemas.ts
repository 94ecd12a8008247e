/** Zod schemas as JSON Schema 2020-12. What the models define stands once, under its name. */
import { z } from 'zod';
import { alert } from '../../models/alert.ts';
import { caseHead, caseLine, task } from '../../models/case.ts';
import { delivery } from '../../models/delivery.ts';
import { act, settingsDocument } from '../../models/entry.ts';
import { handover } from '../../models/handover.ts';
import { fix } from '../../models/position.ts';
import { receipt } from '../../models/receipt.ts';
import { registryEntry, vessel } from '../../models/vessel.ts';
import { failure } from '../answers/failure.ts';
import { tile } from '../answers/figures.ts';
import { feedStatus, systemStatus } from '../answers/system.ts';

export type JsonSchema = Record<string, unknown>;

const models = {
  Act: act,
  Alert: alert,
  Case: caseHead,
  CaseLine: caseLine,
  Delivery: delivery,
  Failure: failure,
  FeedStatus: feedStatus,
  Fix: fix,
  Handover: handover,
  Receipt: receipt,
  RegistryEntry: registryEntry,
  SettingsDocument: settingsDocument,
  SystemStatus: systemStatus,
  Task: task,
  Tile: tile,
  Vessel: vessel,
} satisfies Record<string, z.ZodType>;

export class Schemas {
  /** Models by name, as answers name them. */
  readonly components: Record<string, JsonSchema> = {};
  readonly #named = z.registry<{ id: string }>();
  readonly #isClosed: boolean;

  /** @param isClosed answers hold nothing that the document does not name; else what comes in a later version is allowed */
  constructor(isClosed: boolean) {
    this.#isClosed = isClosed;
    for (const [id, schema] of Object.entries(models)) this.#named.add(schema, { id });
  }

  /** What is sent to us. @param isWhole with nothing beyond what is named, as bodies are (known-members.ts) */
  taken(schema: z.ZodType, isWhole = false): JsonSchema {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        portable(jsonSchema);
        const { def } = zodSchema._zod;
        if (isWhole && def.type === 'object' && !def.catchall) jsonSchema.additionalProperties = false;
      },
    });
    return json;
  }

  /** What we answer. */
  given(schema: z.ZodType): JsonSchema {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io: 'output',
      unrepresentable: 'any',
      metadata: this.#named,
      override: ({ jsonSchema }) => {
        portable(jsonSchema);
        if (!this.#isClosed && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    });
    for (const [name, model] of Object.entries($defs ?? {})) this.components[name] ??= placed(model as JsonSchema);
    return placed(json);
  }
}

/** Few languages beside ours read classes of Unicode as they are: what does not match is refused all the same. */
function portable(json: { pattern?: string }): void {
  if (json.pattern?.includes('\\p{')) delete json.pattern;
}

/** `#/$defs/Alert` stands among the components of the whole document. */
function placed(json: JsonSchema): JsonSchema {
  const { id: _, ...rest } = JSON.parse(
    JSON.stringify(json).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/'),
  ) as JsonSchema;
  return rest;
}
