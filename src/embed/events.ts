/** Listeners by kind of event; each is called in a microtask, after the VM's turn. */
export class Events<M extends object> {
  private readonly listeners = new Map<keyof M, Set<(event: never) => void>>();

  on<K extends keyof M>(kind: K, listener: (event: M[K]) => void): () => void {
    let set = this.listeners.get(kind);
    if (set === undefined) {
      set = new Set();
      this.listeners.set(kind, set);
    }
    // One function may listen twice.
    const own = (event: M[K]) => listener(event);
    set.add(own);
    return () => void set.delete(own);
  }

  /** False: nobody listens. */
  has(kind: keyof M): boolean {
    return (this.listeners.get(kind)?.size ?? 0) > 0;
  }

  emit<K extends keyof M>(kind: K, event: M[K]): void {
    const set = this.listeners.get(kind);
    if (set === undefined) return;
    for (const listener of set)
      void Promise.resolve().then(() => {
        if (set.has(listener)) (listener as (event: M[K]) => void)(event);
      });
  }
}
