/** Calls `draw` soon after each request, but not more often than every `intervalMs`; requests in between are one. */
export function pace(draw: () => void, intervalMs: number): () => void {
  let resting = false;
  let wanted = false;

  function request(): void {
    if (resting) {
      wanted = true;
      return;
    }
    resting = true;
    setTimeout(rested, intervalMs);
    draw();
  }

  function rested(): void {
    resting = false;
    if (!wanted) return;
    wanted = false;
    request();
  }

  return request;
}
