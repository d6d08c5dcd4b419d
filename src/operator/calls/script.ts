/**
 * The page's one script: it sends the token as a header, which a form can't, and puts the list that
 * comes back into the page. The server writes the list; nothing is put together here.
 */
export const SCRIPT = `
  const form = document.querySelector("form");
  const list = document.querySelector("#calls");
  const state = document.querySelector("#state");
  async function show(cursor) {
    const fields = new FormData(form);
    const query = new URLSearchParams();
    for (const name of ["partner", "door", "outcome"]) {
      const value = String(fields.get(name)).trim();
      if (value !== "") query.set(name, value);
    }
    if (cursor !== "") query.set("cursor", cursor);
    state.textContent = state.dataset.loading;
    const headers = { Authorization: "Bearer " + fields.get("token"), Accept: "text/html" };
    const said = await fetch("/operator/calls?" + query, { headers, cache: "no-store" })
      .then((response) => response.ok ? response.text() : response.status)
      .catch(() => 0);
    state.textContent = said === 401 ? state.dataset.wrong : state.dataset.unreachable;
    if (typeof said !== "string") return;
    const page = new DOMParser().parseFromString(said, "text/html");
    const older = list.querySelector("button");
    if (cursor === "") list.replaceChildren();
    older?.remove();
    list.append(...page.querySelector("#calls").childNodes);
    state.textContent = "";
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show("");
  });
  list.addEventListener("click", ({ target }) => {
    if (target.dataset.cursor !== undefined) show(target.dataset.cursor);
  });
`;
