/** One line that is written over as work goes on, on a terminal; silent elsewhere until it ends. */
export class ProgressLine {
  private readonly began = performance.now();
  private shown = 0;

  constructor(
    private readonly title: string,
    /** What was done before it. */
    private readonly from = 0,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** `done` of `total`, and what else there is to say; at most ten times a second. */
  show(done: number, total: number, more: string): void {
    const now = performance.now();
    if (!this.stream.isTTY || (now - this.shown < 100 && done < total)) return;
    this.shown = now;
    const each = (now - this.began) / 1000 / (done - this.from);
    const left = Math.round(each * (total - done));
    const filled = Math.round((20 * done) / total);
    const bar = '#'.repeat(filled).padEnd(20, '.');
    this.stream.write(`\r\x1b[K${this.title} [${bar}] ${more}, ${left} s left`);
  }

  end(result: string): void {
    const seconds = ((performance.now() - this.began) / 1000).toFixed(1);
    this.stream.write(
      `${this.stream.isTTY ? '\r\x1b[K' : ''}${this.title}: ${result}, ${seconds} s\n`,
    );
  }
}
