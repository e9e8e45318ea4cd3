/** Something that shows a growing text. `append` is called for every delta, `frame` before every frame. */
export interface Contender {
  append(delta: string): void;
  frame?(): void;
}

export type CreateContender = (root: HTMLElement) => Contender;
