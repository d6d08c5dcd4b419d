/** The operator API as a page to read: drawn from its document, without any script or outside file. */
import { html, raw } from "hono/html";
import { onlyThisStyle, pageHeaders } from "../web/page.ts";
import type { AppContext } from "../web/request.ts";
import type { JsonSchema, OpenApiDocument, OpenApiOperation, OpenApiParameter } from "./openapi.ts";
import { kindOf, shapeOf } from "./shape.ts";

const STYLE = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
  section { border-top: 1px solid var(--line); padding: 0.5rem 0 1rem; }
  h3 { margin-bottom: 0; font-size: 1rem; overflow-wrap: anywhere; }
  .method { display: inline-block; min-width: 4.5em; font-weight: 700; text-transform: uppercase; }
  code, pre { font: 0.9em/1.4 ui-monospace, monospace; }
  pre { background: var(--soft); padding: 0.75rem; overflow-x: auto; border-radius: 0.4rem; }
  table { border-collapse: collapse; width: 100%; }
  td, th { text-align: left; vertical-align: top; padding: 0.2rem 1rem 0.2rem 0; }
  summary { cursor: pointer; }
  nav { columns: 25rem; margin-top: 2rem; }
  nav h2 { font-size: 1rem; margin: 0; break-after: avoid; }
  nav ul { list-style: none; margin: 0 0 1rem; padding: 0; break-inside: avoid; }
  nav .method { font-size: 0.8rem; min-width: 5em; }
`;

export async function docsPage(c: AppContext, document: OpenApiDocument): Promise<Response> {
  const tags = document.tags.map(({ name }) => name);
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const base = document.servers[0]?.url ?? "";
  const common = commonRefusals(entries);
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>${document.info.title}</h1>
        <p>${prose(document.info.description)}</p>
        <p>
          Every call carries <code>Authorization: Bearer &lt;OPERATOR_TOKEN&gt;</code>. The same
          document for machines: <a href="openapi.json">openapi.json</a>.
        </p>
        <p>Any call may be refused:</p>
        ${statusTable(common)}
        <nav aria-label="Operations">${tags.map((tag) => contents(tag, entries))}</nav>
        ${tags.map(
          (tag) => html`
            <h2>${tag}</h2>
            ${entries
              .filter(({ operation }) => operation.tags.includes(tag))
              .map(({ path, method, operation }) =>
                section({ method, path: base + path, operation }, common),
              )}
          `,
        )}
      </body>
    </html>`;
  const style = /<style>([\s\S]*?)<\/style>/.exec(String(page))?.[1] ?? "";
  return c.html(page, 200, pageHeaders(await onlyThisStyle(style)));
}

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

function contents(tag: string, entries: readonly Entry[]) {
  const own = entries.filter(({ operation }) => operation.tags.includes(tag));
  return html`<h2>${tag}</h2>
    <ul>
      ${own.map(
        ({ method, path, operation }) =>
          html`<li>
            <span class="method">${method}</span
            ><a href="#${operation.operationId}" title="${operation.summary}"
              ><code>${path}</code></a
            >
          </li>`,
      )}
    </ul>`;
}

/** What stands between backticks is code. */
function prose(text: string) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}

/** Refusals that most operations share, by what is said of them. */
function commonRefusals(entries: readonly Entry[]): Statuses {
  const all = entries
    .flatMap(({ operation }) => statusesOf(operation))
    .filter(([status]) => !status.startsWith("2"));
  const shared = all.filter(
    ([, said]) => all.filter(([, other]) => other === said).length * 2 > entries.length,
  );
  const once = new Map(shared.map((refusal) => [refusal[1], refusal]));
  return [...once.values()].toSorted(([a], [b]) => Number(a) - Number(b));
}

type Statuses = readonly (readonly [status: string, said: string])[];

function statusesOf({ responses }: OpenApiOperation): Statuses {
  return Object.entries(responses).map(([status, { description }]) => [status, description]);
}

function statusTable(refusals: Statuses) {
  return html`<table>
    ${refusals.map(
      ([status, said]) =>
        html`<tr>
          <td><code>${status}</code></td>
          <td>${prose(said)}</td>
        </tr>`,
    )}
  </table>`;
}

function section({ method, path, operation }: Entry, common: Statuses) {
  const told = new Set(common.map(([, said]) => said));
  const body = operation.requestBody?.content["application/json"].schema;
  return html`<section id="${operation.operationId}">
    <h3><span class="method">${method}</span><code>${path}</code></h3>
    <p>
      ${prose(`${operation.summary}. ${operation.description ?? ""}`)}
      ${operation.security === undefined ? "" : "A device's token will do."}
    </p>
    ${operation.parameters.length === 0 ? "" : parameterTable(operation.parameters)}
    ${body === undefined ? "" : details("Body", body)}
    ${statusTable(statusesOf(operation).filter(([, said]) => !told.has(said)))}
    ${answerDetails(operation)}
  </section>`;
}

function parameterTable(parameters: readonly OpenApiParameter[]) {
  return html`<table>
    ${parameters.map(
      ({ name, in: place, required, description, schema }) =>
        html`<tr>
          <td><code>${name}</code> (${place}${place === "query" && required ? ", needed" : ""})</td>
          <td>
            ${prose(description === undefined ? "" : `${description}.`)}
            <code>${constraints(schema)}</code>
          </td>
        </tr>`,
    )}
  </table>`;
}

function constraints({ description: _description, ...schema }: JsonSchema): string {
  return kindOf(schema);
}

function details(title: string, schema: JsonSchema) {
  return html`<details>
    <summary>${title}</summary>
    <pre tabindex="0">${shapeOf(schema)}</pre>
  </details>`;
}

function answerDetails(operation: OpenApiOperation) {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const schema = success?.[1].content["application/json"]?.schema;
  return schema === undefined ? "" : details("Answer", schema);
}
