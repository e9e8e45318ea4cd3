import { median } from './statistics';

/** One line of the table and of dist/bench.json: ours beside one peer. */
export interface Row {
  readonly area: string;
  readonly measure: string;
  readonly unit: string;
  /** The median of our measurements. */
  readonly ours: number;
  readonly peer: string;
  /** The median of the peer's measurements. */
  readonly peerValue: number;
  /** The least and the most that was measured of ours, and of the peer. */
  readonly range: { readonly ours: Range; readonly peer: Range };
  /** Ours divided by the peer's, round by round: what one round of both had in common, such as a busy machine, cancels out. */
  readonly ratio: { readonly min: number; readonly median: number; readonly max: number };
  /** What the median of the ratios may be at most; null where there is no goal. */
  readonly goal: number | null;
  readonly met: boolean | null;
}

type Range = readonly [min: number, max: number];

export interface Comparison {
  readonly area: string;
  readonly measure: string;
  readonly unit: string;
  /** One value for each round. */
  readonly ours: readonly number[];
  readonly peer: string;
  /** One value for each round, measured beside ours. */
  readonly peerValues: readonly number[];
  readonly goal: number | null;
}

export function compare({ ours, peerValues, goal, ...words }: Comparison): Row {
  const ratios = ours.flatMap((value, round) => {
    const peerValue = peerValues[round];
    return peerValue === undefined ? [] : [value / peerValue];
  });
  const middle = median(ratios);
  return {
    area: words.area,
    measure: words.measure,
    unit: words.unit,
    ours: median(ours),
    peer: words.peer,
    peerValue: median(peerValues),
    range: { ours: rangeOf(ours), peer: rangeOf(peerValues) },
    ratio: { min: Math.min(...ratios), median: middle, max: Math.max(...ratios) },
    goal,
    met: goal === null ? null : middle <= goal,
  };
}

function rangeOf(values: readonly number[]): Range {
  return [Math.min(...values), Math.max(...values)];
}
