/** Names, kinds and measures of a zone: what is missing and what cannot be meant. */
import { neighbourFrom } from '../../neighbour.ts';
import type { EdgeKind } from '../../types.ts';
import { zoneKindOf } from '../attributes.ts';
import { decimalOf } from '../coordinate-text.ts';
import { type AttributeName, type Attributes, draftLabel, type ZoneDraft } from '../draft.ts';
import { type Finding, type FindingParts, type Severity, zoneFinding } from '../finding.ts';
import type { Stage } from './stage.ts';

/** As the settings document bounds them. */
const MAX_RADIUS_NM = 1_000;
const MAX_CORRIDOR_NM = 1_000;
const EDGES = ['straight', 'geodesic', 'rhumb'] as const;
const SIDES: Readonly<Record<string, 'left' | 'right'>> = { left: 'left', right: 'right', trái: 'left', phải: 'right' };
const KINDS_VI = 'cảng cá, vùng ven bờ, vùng lộng, vùng khơi, ranh giới, cấm khai thác, vùng theo dõi, khu neo đậu';
const KINDS_EN = 'port, coastal, inshore, offshore, boundary, closed, monitored, shelter';

type AttributeCheck = (draft: ZoneDraft) => Finding | undefined;

export function checkAttributes(draft: ZoneDraft): Stage {
  const findings: Finding[] = [];
  let mended = draft;
  for (const check of CHECKS) {
    const finding = check(mended);
    if (!finding) continue;
    findings.push(finding);
    mended = finding.repair?.apply(mended) ?? mended;
  }
  return { findings, draft: mended };
}

export function withAttributes(draft: ZoneDraft, changes: Attributes): ZoneDraft {
  return { ...draft, attributes: { ...draft.attributes, ...changes } };
}

/** A measure in nautical miles; undefined when it is none or beyond the bound. */
function milesOf(value: unknown, most: number): number | undefined {
  const miles = typeof value === 'string' ? decimalOf(value) : value;
  return typeof miles === 'number' && miles > 0 && miles <= most ? miles : undefined;
}

export function radiusNmOf({ radiusNm }: Attributes): number | undefined {
  return milesOf(radiusNm, MAX_RADIUS_NM);
}

export function corridorNmOf({ corridorNm }: Attributes): number | undefined {
  return milesOf(corridorNm, MAX_CORRIDOR_NM);
}

export function edgesOf({ edges }: Attributes): (typeof EDGES)[number] | undefined {
  return EDGES.find((known) => known === String(edges).trim().toLowerCase());
}

/** What the zone is judged by; edges that nobody understands are taken as straight. */
export function edgeKindOf(attributes: Attributes): EdgeKind {
  return edgesOf(attributes) ?? 'straight';
}

export function ourSideOf({ ourSide }: Attributes): 'left' | 'right' | undefined {
  const text = String(ourSide).normalize('NFC').trim().toLowerCase();
  return Object.hasOwn(SIDES, text) ? SIDES[text] : undefined;
}

/** A count from 1. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? decimalOf(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}

function checkName(draft: ZoneDraft): Finding | undefined {
  if (typeof draft.attributes.name === 'string') return undefined;
  const named = (one: ZoneDraft): ZoneDraft =>
    typeof one.attributes.name === 'string' ? one : withAttributes(one, { name: numberedName(one) });
  return zoneFinding(draft, 'missing-name', 'warning', {
    vi: `đối tượng thứ ${draft.key + 1} trong tệp không có tên.`,
    en: `feature ${draft.key + 1} of the file has no name.`,
    repair: { vi: `Đặt tên “${numberedName(draft)}”.`, en: `Names it “${numberedName(draft)}”.`, apply: named },
  });
}

/** A number is a poor name, but it is one; an id that the file gives says more. */
function numberedName(draft: ZoneDraft): string {
  const label = draftLabel(draft);
  return label === `zone-${draft.key + 1}` ? `Vùng ${draft.key + 1}` : label;
}

function checkKind(draft: ZoneDraft): Finding | undefined {
  const { kind } = draft.attributes;
  if (kind === undefined) {
    return zoneFinding(draft, 'kind-missing', 'info', {
      vi: 'chưa có loại nên được coi là vùng theo dõi.',
      en: 'it has no kind and is taken as a monitored area.',
    });
  }
  if (zoneKindOf(String(kind))) return undefined;
  return invalid(draft, 'kind', 'error', {
    vi: `loại “${shown(kind)}” không rõ. Dùng: ${KINDS_VI}.`,
    en: `its kind “${shown(kind)}” is not known. Use: ${KINDS_EN}.`,
    repair: {
      vi: 'Đặt loại là vùng theo dõi.',
      en: 'Makes it a monitored area.',
      apply: (one) => (zoneKindOf(String(one.attributes.kind)) ? one : withAttributes(one, { kind: 'monitored' })),
    },
  });
}

function checkEdges(draft: ZoneDraft): Finding | undefined {
  const { edges } = draft.attributes;
  if (edges === undefined || edgesOf(draft.attributes)) return undefined;
  return invalid(draft, 'edges', 'error', {
    vi: `kiểu cạnh “${shown(edges)}” không rõ. Dùng: ${EDGES.join(', ')}.`,
    en: `its edges are “${shown(edges)}”, not one of ${EDGES.join(', ')}.`,
    repair: {
      vi: 'Coi cạnh là thẳng theo kinh độ, vĩ độ.',
      en: 'Takes edges as straight in longitude and latitude.',
      apply: (one) => (edgesOf(one.attributes) ? one : withAttributes(one, { edges: undefined })),
    },
  });
}

function checkSide(draft: ZoneDraft): Finding | undefined {
  const { ourSide, kind } = draft.attributes;
  if (ourSide !== undefined && !ourSideOf(draft.attributes)) {
    return invalid(draft, 'ourSide', 'error', {
      vi: `phía ta là “${shown(ourSide)}”, phải là left (trái) hoặc right (phải) theo chiều của đường.`,
      en: `our side is “${shown(ourSide)}”; it must be left or right of the line’s direction.`,
    });
  }
  const isBoundary = draft.shape.type === 'line' && zoneKindOf(String(kind)) === 'boundary';
  if (!isBoundary || ourSide !== undefined || draft.attributes.corridorNm !== undefined) return undefined;
  return zoneFinding(draft, 'side-missing', 'warning', {
    vi: 'đường ranh giới chưa nói phía nào là phía ta (ourSide: left hoặc right theo chiều của đường), nên không biết chiều nào là vượt ra.',
    en: 'the boundary line does not say which side is ours (ourSide: left or right of its direction), so that nobody knows which way is out.',
  });
}

function checkRadius(draft: ZoneDraft): Finding | undefined {
  const { radiusNm } = draft.attributes;
  if (radiusNm !== undefined && radiusNmOf(draft.attributes) === undefined) {
    return invalid(draft, 'radiusNm', 'error', {
      vi: `bán kính “${shown(radiusNm)}” không phải số hải lý lớn hơn 0 và không quá ${MAX_RADIUS_NM}.`,
      en: `its radius “${shown(radiusNm)}” is not a number of nautical miles above 0 and up to ${MAX_RADIUS_NM}.`,
    });
  }
  if (draft.shape.type !== 'point' || radiusNm !== undefined) return undefined;
  return zoneFinding(draft, 'radius-missing', 'error', {
    vi: 'là một điểm nhưng không có bán kính (radiusNm, hải lý).',
    en: 'it is a point without a radius (radiusNm, nautical miles).',
  });
}

function checkCorridor(draft: ZoneDraft): Finding | undefined {
  const { corridorNm } = draft.attributes;
  if (corridorNm === undefined) return undefined;
  if (corridorNmOf(draft.attributes) === undefined) {
    return invalid(draft, 'corridorNm', 'error', {
      vi: `nửa bề rộng hành lang “${shown(corridorNm)}” không phải số hải lý lớn hơn 0 và không quá ${MAX_CORRIDOR_NM}.`,
      en: `its corridor’s half width “${shown(corridorNm)}” is not a number of nautical miles above 0 and up to ${MAX_CORRIDOR_NM}.`,
    });
  }
  if (draft.shape.type === 'line') return undefined;
  return invalid(draft, 'corridorNm', 'warning', {
    vi: 'có bề rộng hành lang nhưng không phải là đường.',
    en: 'it has a corridor’s width but is no line.',
    repair: {
      vi: 'Bỏ bề rộng hành lang.',
      en: 'Leaves the width out.',
      apply: (one) => (one.shape.type === 'line' ? one : withAttributes(one, { corridorNm: undefined })),
    },
  });
}

function checkNeighbour(draft: ZoneDraft): Finding | undefined {
  const { neighbour } = draft.attributes;
  if (neighbour === undefined || neighbourFrom(neighbour)) return undefined;
  return invalid(draft, 'neighbour', 'warning', {
    vi: 'nước láng giềng (neighbour) phải có tên bằng hai thứ tiếng, hoặc là danh sách đoạn có đỉnh đầu và đỉnh cuối.',
    en: 'its neighbour must have a name in both languages, or be a list of stretches with their first and last vertex.',
    repair: {
      vi: 'Bỏ neighbour: cảnh báo sẽ không nói phía nước nào.',
      en: 'Leaves neighbour out: alerts will not say whose side it is.',
      apply: (one) => (neighbourFrom(one.attributes.neighbour) ? one : withAttributes(one, { neighbour: undefined })),
    },
  });
}

function checkCount(name: 'version' | 'drawnVertices'): AttributeCheck {
  return (draft) => {
    const given = draft.attributes[name];
    if (given === undefined || countOf(given) !== undefined) return undefined;
    return invalid(draft, name, 'warning', {
      vi: `${name} là “${shown(given)}”, phải là số nguyên từ 1.`,
      en: `${name} is “${shown(given)}”; it must be a whole number from 1.`,
      repair: {
        vi: `Bỏ ${name}.`,
        en: `Leaves ${name} out.`,
        apply: (one) =>
          countOf(one.attributes[name]) === undefined ? withAttributes(one, { [name]: undefined }) : one,
      },
    });
  };
}

const CHECKS: readonly AttributeCheck[] = [
  checkName,
  checkKind,
  checkEdges,
  checkSide,
  checkRadius,
  checkCorridor,
  checkNeighbour,
  checkCount('version'),
  checkCount('drawnVertices'),
];

/** Names the attribute, so that a form can point at its field. */
function invalid(draft: ZoneDraft, attribute: AttributeName, severity: Severity, parts: FindingParts): Finding {
  return { ...zoneFinding(draft, 'attribute-invalid', severity, parts), attribute };
}

function shown(value: unknown): string {
  return String(value).slice(0, 40);
}
