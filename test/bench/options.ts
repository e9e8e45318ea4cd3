/** What `npm run bench` is told beside the names of areas. */
export interface MeasureOptions {
  /** `--large`: as much as it may ever become, however long that takes. */
  readonly isLarge: boolean;
}
