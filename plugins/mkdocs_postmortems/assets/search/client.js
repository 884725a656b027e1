/* Asks the engine: in a worker where the browser lets us, in the page where it does not. */

class Client {
  /* `engine` is the address of its script; for `sites` see the desk; `worker` and `manifest` (the
     text of our own site's, promised) are what was started already, where anything was. */
  constructor({ engine, sites, worker, manifest }) {
    Object.assign(this, { engine, sites, worker, manifest, waiting: new Map(), last: 0 });
  }

  async ask(ask, given) {
    try {
      await (this.ready ??= this.start());
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
    return this.worker ? this.send(ask, given) : this.desk[ask](given);
  }

  async start() {
    try {
      if (location.protocol === "file:") throw new Error("A page on disk may have no worker.");
      await this.startWorker();
    } catch {
      await this.startHere();
    }
  }

  /* A worker that the browser refuses to start tells so by an event, not by an exception. */
  startWorker() {
    return new Promise((resolve, reject) => {
      if (!this.worker || this.worker.failed) this.worker = new Worker(this.engine);
      this.worker.onerror = reject;
      this.worker.onmessage = ({ data: { id, value, problem } }) => {
        const { settle, fail } = this.waiting.get(id);
        this.waiting.delete(id);
        if (problem === undefined) settle(value);
        else fail(new Error(problem));
      };
      this.manifest.then((manifest) => this.send("open", { sites: this.sites, manifest })).then(resolve, reject);
      // Only once: what is asked for again later may have changed meanwhile.
      this.manifest = Promise.resolve("");
    });
  }

  startHere() {
    this.worker = null;
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = this.engine;
      script.onload = () => { this.desk = globalThis.postmortemsDesk({ sites: this.sites }); resolve(); };
      script.onerror = () => reject(new Error("The search could not be loaded. Reload the page."));
      document.head.append(script);
    });
  }

  send(ask, given) {
    this.last += 1;
    return new Promise((settle, fail) => {
      this.waiting.set(this.last, { settle, fail });
      this.worker.postMessage({ id: this.last, ask, given });
    });
  }
}
