// Runs our scripts on folders of index files. A line of JSON in, `code` with what is `given` to it;
// a line of JSON out, the value that it returned, or what it threw.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import vm from "node:vm";

const scripts = process.argv.slice(2);
const fetched = [];
const context = vm.createContext({
  location: { protocol: "http:" },
  TextEncoder,
  console,
  fetched,
  fetch: async (address) => {
    const [path] = address.split("?");
    fetched.push(path);
    try {
      const text = readFileSync(path, "utf-8");
      return { ok: true, text: async () => text };
    } catch {
      return { ok: false, text: async () => "" };
    }
  },
});
vm.runInContext(scripts.map((script) => readFileSync(script, "utf-8")).join("\n"), context);
for await (const line of createInterface({ input: process.stdin })) {
  context.given = JSON.parse(line).given;
  let answer;
  try {
    answer = { value: await vm.runInContext(`(async (given) => { ${JSON.parse(line).code} })(given)`, context) };
  } catch (error) {
    answer = { problem: error.message };
  }
  console.log(JSON.stringify(answer));
}
