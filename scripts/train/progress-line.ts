/** Where people read. */
export type Screen = Pick<NodeJS.WriteStream, 'write'> &
  Partial<Pick<NodeJS.WriteStream, 'columns' | 'isTTY'>>;

/** One line that is written over as work goes on, on a terminal; silent elsewhere until it ends. */
export class ProgressLine {
  private readonly began: number;
  private shown = -Infinity;

  constructor(
    private readonly title: string,
    /** What was done before it, and how many more there are like it at most. */
    private readonly about: { readonly from: number; readonly after: number },
    private readonly stream: Screen,
    /** Milliseconds. */
    private readonly now = (): number => performance.now(),
  ) {
    this.began = now();
  }

  /** `done` of `total`, and what else there is to say; at most ten times a second. */
  show(done: number, total: number, more: string): void {
    const now = this.now();
    if (!this.stream.isTTY || (now - this.shown < 100 && done < total)) return;
    this.shown = now;
    const { from, after } = this.about;
    const each = (now - this.began) / 1000 / (done - from);
    const left = each * (total - done);
    const all = after === 0 ? '' : `, ${lasting(left + each * total * after)} of all`;
    const filled = Math.round((10 * done) / total);
    const bar = '#'.repeat(filled).padEnd(10, '.');
    const line = `${this.title} [${bar}] ${more}, ${lasting(left)} left${all}`;
    // A line that went on below could not be written over. Some terminals do not know how wide they are.
    this.stream.write(`\r\x1b[K${line.slice(0, (this.stream.columns || 80) - 1)}`);
  }

  end(result: string): void {
    const seconds = ((this.now() - this.began) / 1000).toFixed(1);
    this.stream.write(
      `${this.stream.isTTY ? '\r\x1b[K' : ''}${this.title}: ${result}, ${seconds} s\n`,
    );
  }
}

/** A time in the unit that says enough. */
function lasting(seconds: number): string {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
