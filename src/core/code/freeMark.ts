/** A word in angle brackets that stands for something in what is sent: one that the text itself does not contain. */
export function freeMark(name: string, isFree: (mark: string) => boolean): string {
  for (let number = 1; ; number++) {
    const mark = number === 1 ? `<${name}>` : `<${name} ${number}>`;
    if (isFree(mark)) return mark;
  }
}
