// Fetch, and try again when that fails: a cache may be to blame, or the network hiccups. A file
// that is not there comes no sooner for being asked for more than twice. What `read` makes of
// the response is returned; it may refuse it. (It needs nothing outside of itself, since its
// text goes into the download worker, too.)
export async function insist(address, options, read) {
  const pauses = [500, 1000, 2000]; // milliseconds
  // Not every server knows the type of WebAssembly, without which no browser compiles it. Of one
  // that does, the answer stays as it is: what is compiled of that, the browser keeps.
  const headers = { "Content-Type": "application/wasm" };
  const isTyped = (response) => response.headers.get("Content-Type") === headers["Content-Type"];
  const typed = (response) =>
    address.endsWith(".wasm") && !isTyped(response) ? new Response(response.body, { headers }) : response;
  for (let attempt = 0; ; attempt++) {
    const cache = attempt ? "reload" : "default"; // past the browser's cache
    const response = await fetch(address, { ...options, cache }).catch(() => null);
    const result = response?.ok && (await Promise.resolve(read(typed(response))).catch(() => null));
    if (result) return result;
    const isMissing = response && !response.ok;
    if (attempt === pauses.length || (isMissing && response.status < 500 && attempt)) {
      const name = address.split("/").at(-1);
      throw new Error(
        isMissing
          ? `${name} is missing (the server answers ${response.status})`
          : `${name} did not arrive, or not as it was sent`,
      );
    }
    await new Promise((over) => setTimeout(over, pauses[attempt]));
  }
}
