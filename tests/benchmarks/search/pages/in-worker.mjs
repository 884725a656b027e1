// An engine in a worker, which is asked one thing at a time.
export async function open() {
  const worker = new Worker("worker.mjs", { type: "module" });
  const ask = (text) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage(text);
    });
  return { search: async (text) => (await ask(text)).map((hit) => async () => hit) };
}
