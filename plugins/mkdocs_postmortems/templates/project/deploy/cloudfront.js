/* A CloudFront function for viewer requests: finds the page of a folder, which a private bucket does not. */
function handler(event) {
  const request = event.request;
  const name = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (name.includes(".")) return request;
  if (name === "") {
    request.uri += "index.html";
    return request;
  }
  /* Links in a page are relative, so its address has to end with a slash. One slash begins it: after two, a
     browser would look for another host. */
  const path = request.uri.replace(/^[/\\]+/, "/");
  return { statusCode: 301, headers: { location: { value: `${path}/${asked(request.querystring)}` } } };
}

/* What was asked of the address, as it was written. */
function asked(query) {
  const pairs = [];
  for (const name of Object.keys(query)) {
    for (const each of query[name].multiValue || [query[name]]) pairs.push(`${name}=${each.value}`);
  }
  return pairs.length ? `?${pairs.join("&")}` : "";
}
