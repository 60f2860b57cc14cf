/** A list of whole numbers in one typed array that doubles when it is full. */
export class Numbers {
  length = 0;
  private room = new Int32Array(4);

  push(value: number): void {
    if (this.length === this.room.length) {
      const larger = new Int32Array(this.room.length * 2);
      larger.set(this.room);
      this.room = larger;
    }
    this.room[this.length++] = value;
  }

  get(at: number): number {
    return this.room[at]!;
  }

  set(at: number, value: number): void {
    this.room[at] = value;
  }

  /** The numbers themselves, until the next push. */
  get values(): Int32Array {
    return this.room.subarray(0, this.length);
  }
}
