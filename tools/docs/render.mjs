// Draws diagrams: a JSON object of texts in Graphviz' language comes in, one of SVGs goes out.
import { text } from "node:stream/consumers";
import { instance } from "@viz-js/viz";

const viz = await instance();
const texts = JSON.parse(await text(process.stdin));
const drawn = Object.entries(texts).map(([name, dot]) => [name, viz.renderString(dot, { format: "svg" })]);
process.stdout.write(JSON.stringify(Object.fromEntries(drawn)));
