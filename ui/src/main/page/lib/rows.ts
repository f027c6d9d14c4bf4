/**
 * Which rows of a long list are on the screen. Rows differ in height, so their edges are summed
 * once for each change of the list, and a place is found by halving.
 */
export class Rows {
  private readonly edges: Float64Array;

  constructor(heights: ArrayLike<number>) {
    this.edges = new Float64Array(heights.length + 1);
    for (let i = 0; i < heights.length; i++) {
      this.edges[i + 1] = this.edges[i]! + heights[i]!;
    }
  }

  get length(): number {
    return this.edges.length - 1;
  }

  get height(): number {
    return this.edges[this.length]!;
  }

  top(row: number): number {
    return this.edges[row]!;
  }

  bottom(row: number): number {
    return this.edges[row + 1]!;
  }

  /** The row at `y`; the first or last one for places outside. */
  at(y: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.edges[middle + 1]! > y) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Math.max(0, low);
  }

  /** First and last row (exclusive) between two places, with some to spare on both sides. */
  between(from: number, to: number, spare: number): [number, number] {
    if (this.length === 0) {
      return [0, 0];
    }
    return [Math.max(0, this.at(from) - spare), Math.min(this.length, this.at(to) + 1 + spare)];
  }
}
